#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/steps.hpp"

using namespace keratin;
using namespace keratin::testing;

namespace {

constexpr int batch_size = 4, steps = 30, epochs = 10;

Tensor batch_of(const Tensor& data, int step) {
  const int begin = step * batch_size % static_cast<int>(data.shape(0));
  return xt::view(data, xt::range(begin, begin + batch_size));
}

std::vector<double> train(Sequential& model, const StepsCase& golden) {
  if (golden.fit) {
    return model.fit(golden.x, golden.y,
                     {.batch_size = batch_size, .epochs = epochs, .verbose = 0, .shuffle = false})["loss"];
  }
  std::vector<double> losses;
  for (int step = 0; step < steps; ++step)
    losses.push_back(model.train_on_batch(batch_of(golden.x, step), batch_of(golden.y, step))["loss"]);
  return losses;
}

}  // namespace

TEST_CASE("Thirty steps lead to Keras's losses and weights") {
  REQUIRE(steps_cases().size() >= 20);
  for (const StepsCase& golden : steps_cases()) {
    INFO(golden.name);
    const double tolerance = golden.normalized ? 1e-4 : 1e-5;
    Sequential model = compiled(golden);
    const std::vector<double> losses = train(model, golden);
    REQUIRE(losses.size() == golden.losses.size());
    for (std::size_t i = 0; i < losses.size(); ++i)
      CHECK(losses[i] == Approx(golden.losses[i]).epsilon(tolerance).margin(1e-6));
    const std::vector<Tensor> weights = model.get_weights();
    REQUIRE(weights.size() == golden.final.size());
    for (std::size_t i = 0; i < weights.size(); ++i) require_close(weights[i], golden.final[i], tolerance);
    CHECK(model.evaluate(golden.x, golden.y)["loss"] ==
          Approx(golden.evaluated).epsilon(tolerance).margin(1e-6));
  }
}
