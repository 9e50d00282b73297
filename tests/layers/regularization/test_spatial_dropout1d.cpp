#include "keratin/layers/regularization/spatial_dropout1d.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "random/stateless.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("SpatialDropout1D is a layer") {
  const auto make = [] {
    return std::make_shared<SpatialDropout1D>(0.4, SpatialDropout1DOptions{.input_shape = {6, 5}});
  };
  check_layer(make, {2, 6, 5}, {.output_shape = {2, 6, 5}, .refused_inputs = {{2, 5}}, .random = true});
  check_layer([] { return std::make_shared<SpatialDropout1D>(0.0); }, {2, 6, 5}, {.output_shape = {2, 6, 5}});
}

TEST_CASE("SpatialDropout1D drops what Keras drops") {
  for (const LayerCase& golden : layer_cases("SpatialDropout1D")) {
    INFO(golden.name);
    SpatialDropout1D layer(golden.arguments.number("rate", -1),
                           {.seed = golden.arguments.integer("seed", -1)});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("SpatialDropout1D and its gradient equal the double loop") {
  std::vector<float> mask(2 * 5);
  random::dropout_mask(random::StatelessSeed(3, 0), 0.4, 0, mask.size(), mask.data());
  SpatialDropout1D layer(0.4, {.seed = 3});
  check_reference(layer, {2, 6, 5}, [&](const reference::Array& x, const auto&) {
    reference::Array y = x;
    for (std::size_t i = 0; i < y.data.size(); ++i) y.data[i] *= double{mask[i / 30 * 5 + i % 5]};
    return y;
  });
}

TEST_CASE("SpatialDropout1D returns its input in inference, and comes back from JSON") {
  const Tensor x = random_tensor({2, 6, 5});
  require_close(infer(connected(SpatialDropout1D(0.5), {2, 6, 5}), x), x, 0);
  Sequential model;
  model.add(SpatialDropout1D(0.25, {.seed = 7, .input_shape = {6, 5}}));
  CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
}

TEST_CASE("SpatialDropout1D says what is wrong") {
  CHECK(error_of([] { SpatialDropout1D(2); }) ==
        "Layer \"spatial_dropout1d\" (SpatialDropout1D): rate must be from 0 to 1, but received 2.");
}
