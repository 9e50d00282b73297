#include "keratin/layers/regularization/gaussian_dropout.hpp"
#include "random/stateless.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("GaussianDropout is a layer") {
  const auto make = [] {
    return std::make_shared<GaussianDropout>(0.4, GaussianDropoutOptions{.input_shape = {3}});
  };
  check_layer(make, {5, 3}, {.output_shape = {5, 3}, .random = true});
  check_layer([] { return std::make_shared<GaussianDropout>(0.0); }, {5, 3}, {.output_shape = {5, 3}});
}

TEST_CASE("GaussianDropout multiplies by what Keras multiplies by") {
  for (const LayerCase& golden : layer_cases("GaussianDropout")) {
    GaussianDropout layer(golden.arguments.number("rate", -1),
                          {.seed = golden.arguments.integer("seed", -1)});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("GaussianDropout and its gradient equal the double loop") {
  const Shape shape{3, 20};
  std::vector<float> noise(shape.element_count());
  random::stateless_normal(random::StatelessSeed(3, 0), 0, noise.size(), noise.data(), 1.0f, 0.5f);
  GaussianDropout layer(0.2, {.seed = 3});
  check_reference(layer, shape, [&](const reference::Array& x, const auto&) {
    reference::Array y = x;
    for (std::size_t i = 0; i < noise.size(); ++i) y.data[i] *= double{noise[i]};
    return y;
  });
}

TEST_CASE("GaussianDropout draws new numbers in each training pass and returns its input in inference") {
  const Tensor x = random_tensor({4, 25});
  const GaussianDropout layer = connected(GaussianDropout(0.5), {4, 25});
  CHECK(max_difference(train(layer, x, x).y, train(layer, x, x).y) > 0.1);
  require_close(infer(layer, x), x, 0);
}

TEST_CASE("GaussianDropout says what is wrong") {
  CHECK(error_of([] { GaussianDropout(1); }) ==
        "Layer \"gaussian_dropout\" (GaussianDropout): rate must be at least 0 and below 1, but received 1.");
  CHECK(error_of([] { GaussianDropout(-0.5); }).find("received -0.5") != std::string::npos);
}
