#include <cmath>

#include "keratin/layers/regularization/alpha_dropout.hpp"
#include "random/stateless.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("AlphaDropout is a layer") {
  const auto make = [] {
    return std::make_shared<AlphaDropout>(0.4, AlphaDropoutOptions{.input_shape = {3}});
  };
  check_layer(make, {5, 3}, {.output_shape = {5, 3}, .random = true});
  check_layer([] { return std::make_shared<AlphaDropout>(0.0); }, {5, 3}, {.output_shape = {5, 3}});
}

TEST_CASE("AlphaDropout drops what Keras drops") {
  for (const LayerCase& golden : layer_cases("AlphaDropout")) {
    AlphaDropout layer(golden.arguments.number("rate", -1),
                       {.noise_shape = Shape::from(golden.arguments.integers("noise_shape")),
                        .seed = golden.arguments.integer("seed", -1)});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("AlphaDropout and its gradient equal the double loop") {
  const Shape shape{3, 20};
  const double rate = 0.25, lowest = -1.0507009873554805 * 1.6732632423543772;
  const double scale = 1 / std::sqrt((1 - rate) * (1 + rate * lowest * lowest));
  std::vector<float> mask(shape.element_count());
  random::dropout_mask(random::StatelessSeed(3, 0), rate, 0, mask.size(), mask.data());
  AlphaDropout layer(rate, {.seed = 3});
  check_reference(layer, shape, [&](const reference::Array& x, const auto&) {
    reference::Array y = x;
    for (std::size_t i = 0; i < mask.size(); ++i)
      y.data[i] = scale * (mask[i] != 0 ? x.data[i] : lowest) - scale * lowest * rate;
    return y;
  });
}

TEST_CASE(
    "AlphaDropout keeps mean and variance, draws new numbers in each pass, and returns its input in "
    "inference") {
  const Shape shape{400, 100};
  Tensor x = zero_tensor(shape);
  random::stateless_normal(random::StatelessSeed(1, 0), 0, x.size(), x.data(), 0.0f, 1.0f);
  const AlphaDropout layer = connected(AlphaDropout(0.3, {.seed = 4}), shape);
  const Tensor y = train(layer, x, x).y;
  CHECK(xt::mean(y)() == Approx(0).margin(0.02));
  CHECK(xt::variance(y)() == Approx(1).margin(0.03));
  CHECK(max_difference(train(layer, x, x).y, y) > 0.1);
  require_close(infer(layer, x), x, 0);
}

TEST_CASE("AlphaDropout says what is wrong") {
  CHECK(error_of([] { AlphaDropout(1); }) ==
        "Layer \"alpha_dropout\" (AlphaDropout): rate must be at least 0 and below 1, but received 1.");
  CHECK(error_of([] { AlphaDropout(0.5, {.noise_shape = {-3}}); }) ==
        "Layer \"alpha_dropout\" (AlphaDropout): noise_shape must have positive dimensions, or None for the "
        "input's, "
        "but received (-3,).");
}
