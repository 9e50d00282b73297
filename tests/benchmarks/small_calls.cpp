// Times calls whose arithmetic is small, so that what surrounds it counts: the two-layer discriminator of
// examples/gan_1d.cpp, and layers added to a compiled model. Prints, for each call, the least time in
// microseconds of so many rounds:
//   small_calls [ROUNDS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <keratin/keratin.hpp>
#include <limits>

namespace {

using namespace keratin;

template <class Call>
void time(const char* name, int rounds, int calls, const Call& call) {
  using Clock = std::chrono::steady_clock;
  double least = std::numeric_limits<double>::max();
  for (int round = 0; round < rounds; ++round) {
    const auto start = Clock::now();
    for (int i = 0; i < calls; ++i) call();
    least = std::min(least, std::chrono::duration<double, std::micro>(Clock::now() - start).count() / calls);
  }
  std::printf("%-24s %9.3f\n", name, least);
}

Sequential discriminator() {
  Sequential model;
  model.add(layers::Dense(25, {.activation = "relu", .kernel_initializer = "he_uniform", .input_dim = 2}));
  model.add(layers::Dense(1, {.activation = "sigmoid"}));
  model.compile({.optimizer = "adam", .loss = "binary_crossentropy", .metrics = {"accuracy"}});
  return model;
}

void add_to_compiled() {
  Sequential model = discriminator();
  for (int i = 0; i < 1000; ++i) model.add(layers::Reshape({1}));
}

}  // namespace

int main(int count, char** values) {
  const int rounds = count > 1 ? std::atoi(values[1]) : 1000;
  constexpr int batch = 64, calls = 20;
  utils::set_num_threads(1);
  Sequential model = discriminator();
  const Tensor one = random::randn({1, 2}), x = random::randn({batch, 2}), y = xt::ones<float>({batch, 1});
  time("predict_on_batch, 1", rounds, calls, [&] { static_cast<void>(model.predict_on_batch(one)); });
  time("predict_on_batch, 64", rounds, calls, [&] { static_cast<void>(model.predict_on_batch(x)); });
  time("predict, 64", rounds, calls, [&] { static_cast<void>(model.predict(x)); });
  time("train_on_batch, 64", rounds, calls, [&] { model.train_on_batch(x, y); });
  time("test_on_batch, 64", rounds, calls, [&] { model.test_on_batch(x, y); });
  time("1,000 add()", std::min(rounds, 5), 1, add_to_compiled);
}
