#include "keratin/layers/regularization/spatial_dropout2d.hpp"
#include "random/stateless.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("SpatialDropout2D is a layer") {
  const auto make = [] {
    return std::make_shared<SpatialDropout2D>(0.4, SpatialDropout2DOptions{.input_shape = {3, 2, 4}});
  };
  check_layer(make, {2, 3, 2, 4},
              {.output_shape = {2, 3, 2, 4}, .refused_inputs = {{2, 3, 4}}, .random = true});
  check_layer([] { return std::make_shared<SpatialDropout2D>(0.0); }, {2, 3, 2, 4},
              {.output_shape = {2, 3, 2, 4}});
}

TEST_CASE("SpatialDropout2D drops what Keras drops") {
  for (const LayerCase& golden : layer_cases("SpatialDropout2D")) {
    SpatialDropout2D layer(golden.arguments.number("rate", -1),
                           {.data_format = golden.arguments.text("data_format", ""),
                            .seed = golden.arguments.integer("seed", -1)});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("SpatialDropout2D and its gradient equal the double loop") {
  std::vector<float> mask(2 * 5);
  random::dropout_mask(random::StatelessSeed(3, 0), 0.4, 0, mask.size(), mask.data());
  SpatialDropout2D layer(0.4, {.seed = 3});
  check_reference(layer, {2, 3, 4, 5}, [&](const reference::Array& x, const auto&) {
    reference::Array y = x;
    for (std::size_t i = 0; i < y.data.size(); ++i) y.data[i] *= double{mask[i / 60 * 5 + i % 5]};
    return y;
  });
}

TEST_CASE("SpatialDropout2D draws new numbers in each training pass and returns its input in inference") {
  const Tensor x = random_tensor({4, 2, 2, 25});
  const SpatialDropout2D layer = connected(SpatialDropout2D(0.5), {4, 2, 2, 25});
  CHECK(max_difference(train(layer, x, x).y, train(layer, x, x).y) > 0.1);
  require_close(infer(layer, x), x, 0);
}

TEST_CASE("SpatialDropout2D says what is wrong") {
  CHECK(error_of([] { SpatialDropout2D(2); }) ==
        "Layer \"spatial_dropout2d\" (SpatialDropout2D): rate must be from 0 to 1, but received 2.");
  CHECK(error_of([] { SpatialDropout2D(0.5, {.data_format = "last"}); }) ==
        "Layer \"spatial_dropout2d\" (SpatialDropout2D): unknown data_format \"last\". Known: "
        "\"channels_last\", "
        "\"channels_first\".");
}
