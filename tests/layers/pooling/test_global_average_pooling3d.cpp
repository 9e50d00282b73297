#include "keratin/layers/pooling/global_average_pooling3d.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("GlobalAveragePooling3D is a layer") {
  const auto make = [] {
    return std::make_shared<GlobalAveragePooling3D>(
        GlobalAveragePooling3DOptions{.input_shape = {2, 3, 4, 5}});
  };
  check_layer(make, {2, 2, 3, 4, 5}, {.output_shape = {2, 5}, .refused_inputs = {{2, 3, 4, 5}}});
}

TEST_CASE("GlobalAveragePooling3D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("GlobalAveragePooling3D")) {
    INFO(golden.name);
    GlobalAveragePooling3D layer({.data_format = golden.arguments.text("data_format", ""),
                                  .keepdims = golden.arguments.flag("keepdims", false)});
    check_golden(layer, golden);
  }
}

TEST_CASE("GlobalAveragePooling3D and its gradient equal the double loop") {
  for (bool keepdims : {false, true}) {
    for (const Shape& shape : {Shape{2, 3, 4, 2, 5}, Shape{3, 1, 1, 1, 2}, Shape{1, 2, 1, 2, 70}}) {
      GlobalAveragePooling3D layer({.keepdims = keepdims});
      check_reference(layer, shape, [&](const reference::Array& x, const auto&) {
        reference::Array y = reference::average_pool3d(x, {shape[1], shape[2], shape[3]}, {1, 1, 1},
                                                       reference::Padding::valid);
        if (!keepdims) y.shape = {shape[0], shape[4]};
        return y;
      });
    }
  }
}

TEST_CASE("GlobalAveragePooling3D makes open sizes known, and comes back from JSON") {
  CHECK(GlobalAveragePooling3D().compute_output_shape({None, None, None, None, 3}) == Shape{None, 3});
  CHECK(GlobalAveragePooling3D({.keepdims = true}).compute_output_shape({None, None, 7, 7, 3}) ==
        Shape{None, 1, 1, 1, 3});
  Sequential model;
  model.add(GlobalAveragePooling3D({.keepdims = true, .input_shape = {2, 3, 4, 5}}));
  CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
}
