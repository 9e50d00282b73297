#include "keratin/layers/regularization/gaussian_noise.hpp"
#include "random/stateless.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("GaussianNoise is a layer") {
  const auto make = [] {
    return std::make_shared<GaussianNoise>(0.4, GaussianNoiseOptions{.input_shape = {3}});
  };
  check_layer(make, {5, 3}, {.output_shape = {5, 3}, .random = true});
  check_layer([] { return std::make_shared<GaussianNoise>(0.0); }, {5, 3}, {.output_shape = {5, 3}});
}

TEST_CASE("GaussianNoise adds what Keras adds") {
  for (const LayerCase& golden : layer_cases("GaussianNoise")) {
    GaussianNoise layer(golden.arguments.number("stddev", -1),
                        {.seed = golden.arguments.integer("seed", -1)});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("GaussianNoise and its gradient equal the double loop") {
  const Shape shape{40, 300};
  std::vector<float> noise(shape.element_count());
  random::stateless_normal(random::StatelessSeed(3, 0), 0, noise.size(), noise.data(), 0.0f, 0.5f);
  const Tensor x = random_tensor(shape), dy = random_tensor(shape, 2);
  const Step step = train(connected(GaussianNoise(0.5, {.seed = 3}), shape), x, dy);
  Tensor expected = x;
  for (std::size_t i = 0; i < noise.size(); ++i) expected.data()[i] += noise[i];
  require_close(step.y, expected, 0);
  require_close(step.dx, dy, 0);
}

TEST_CASE("GaussianNoise draws new numbers in each training pass and returns its input in inference") {
  const Tensor x = random_tensor({4, 25});
  const GaussianNoise layer = connected(GaussianNoise(0.5), {4, 25});
  CHECK(max_difference(train(layer, x, x).y, train(layer, x, x).y) > 0.1);
  require_close(infer(layer, x), x, 0);
}

TEST_CASE("GaussianNoise says what is wrong") {
  CHECK(error_of([] { GaussianNoise(1.5); }) ==
        "Layer \"gaussian_noise\" (GaussianNoise): stddev must be from 0 to 1, but received 1.5.");
}
