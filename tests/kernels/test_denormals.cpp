#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "keratin/layers/core/dense.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/optimizers/adam.hpp"
#include "kernels/denormals.hpp"
#include "kernels/parallel.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"
#include "support/thread_count.hpp"

using namespace keratin;
using namespace keratin::testing;

#if defined(__x86_64__) || defined(__aarch64__)

namespace {

/// Told from its bits, since to a thread that flushes denormals it equals 0.
bool is_denormal(float x) {
  const auto magnitude = std::bit_cast<std::uint32_t>(x) & 0x7fffffffu;
  return magnitude != 0 && magnitude < 0x00800000u;
}

/// Half of the smallest normal number, computed by each call of a loop.
std::vector<float> halves() {
  std::vector<float> x(64, std::numeric_limits<float>::min());
  kernels::parallel_for(x.size(), 1'000'000, [&](std::size_t i) {
    volatile float factor = 0.5f;
    x[i] *= factor;
  });
  return x;
}

bool are_denormal(const std::vector<float>& x) { return std::all_of(x.begin(), x.end(), is_denormal); }
bool are_zero(const std::vector<float>& x) {
  return std::all_of(x.begin(), x.end(), [](float one) { return std::bit_cast<std::uint32_t>(one) == 0; });
}

/// Adam that looks at its state after each step.
class WatchedAdam : public optimizers::Adam {
 public:
  void update(std::size_t count, float* weights, const float* gradients, float* const* state,
              const optimizers::Update& update) const override {
    Adam::update(count, weights, gradients, state, update);
    for (std::size_t slot = 0; slot < slots().size(); ++slot)
      *found_ += static_cast<int>(std::count_if(state[slot], state[slot] + count, is_denormal));
  }

  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override {
    return std::make_shared<WatchedAdam>(*this);
  }

  [[nodiscard]] int found() const { return *found_; }

 private:
  std::shared_ptr<int> found_ = std::make_shared<int>(0);
};

}  // namespace

TEST_CASE("Denormals are flushed in all threads of a loop, and only where its caller flushes them") {
  for (int count : {1, 2, 4}) {
    const ThreadCount threads(count);
    CHECK(are_denormal(halves()));
    {
      const kernels::FlushDenormals flush;
      CHECK(are_zero(halves()));
    }
    CHECK(are_denormal(halves()));
  }
}

TEST_CASE("An optimizer's averages of a gradient that stays 0 do not become denormals") {
  Sequential model;
  model.add(layers::Dense(40, {.use_bias = false, .input_dim = 3}));
  const WatchedAdam adam;
  model.compile({.optimizer = adam, .loss = "mse"});
  model.train_on_batch(random_tensor({2, 3}), zero_tensor({2, 40}));
  const Tensor x = zero_tensor({2, 3}), y = zero_tensor({2, 40});
  for (int step = 0; step < 2000; ++step) model.train_on_batch(x, y);
  CHECK(adam.found() == 0);
  CHECK(are_denormal(halves()));
}

#endif
