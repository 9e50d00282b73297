#include "keratin/layers/regularization/spatial_dropout3d.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "random/stateless.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("SpatialDropout3D is a layer") {
  const auto make = [] {
    return std::make_shared<SpatialDropout3D>(0.4, SpatialDropout3DOptions{.input_shape = {2, 3, 2, 5}});
  };
  check_layer(make, {2, 2, 3, 2, 5},
              {.output_shape = {2, 2, 3, 2, 5}, .refused_inputs = {{2, 3, 2, 5}}, .random = true});
  check_layer([] { return std::make_shared<SpatialDropout3D>(0.0); }, {2, 2, 3, 2, 5},
              {.output_shape = {2, 2, 3, 2, 5}});
}

TEST_CASE("SpatialDropout3D drops what Keras drops") {
  for (const LayerCase& golden : layer_cases("SpatialDropout3D")) {
    INFO(golden.name);
    SpatialDropout3D layer(golden.arguments.number("rate", -1),
                           {.data_format = golden.arguments.text("data_format", ""),
                            .seed = golden.arguments.integer("seed", -1)});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("SpatialDropout3D and its gradient equal the double loop") {
  std::vector<float> mask(2 * 5);
  random::dropout_mask(random::StatelessSeed(3, 0), 0.4, 0, mask.size(), mask.data());
  SpatialDropout3D layer(0.4, {.seed = 3});
  check_reference(layer, {2, 2, 3, 2, 5}, [&](const reference::Array& x, const auto&) {
    reference::Array y = x;
    for (std::size_t i = 0; i < y.data.size(); ++i) y.data[i] *= double{mask[i / 60 * 5 + i % 5]};
    return y;
  });
}

TEST_CASE("SpatialDropout3D returns its input in inference, and comes back from JSON") {
  const Tensor x = random_tensor({2, 2, 3, 2, 5});
  require_close(infer(connected(SpatialDropout3D(0.5), {2, 2, 3, 2, 5}), x), x, 0);
  Sequential model;
  model.add(SpatialDropout3D(0.25, {.seed = 7, .input_shape = {2, 3, 2, 5}}));
  CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
}

TEST_CASE("SpatialDropout3D says what is wrong") {
  CHECK(error_of([] { SpatialDropout3D(2); }) ==
        "Layer \"spatial_dropout3d\" (SpatialDropout3D): rate must be from 0 to 1, but received 2.");
  CHECK(error_of([] { SpatialDropout3D(0.5, {.data_format = "last"}); }) ==
        "Layer \"spatial_dropout3d\" (SpatialDropout3D): unknown data_format \"last\". Known: "
        "\"channels_last\", \"channels_first\".");
}
