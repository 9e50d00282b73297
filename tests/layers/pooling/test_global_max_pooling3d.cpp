#include "keratin/layers/pooling/global_max_pooling3d.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("GlobalMaxPooling3D is a layer") {
  const auto make = [] {
    return std::make_shared<GlobalMaxPooling3D>(GlobalMaxPooling3DOptions{.input_shape = {2, 3, 4, 5}});
  };
  check_layer(make, {2, 2, 3, 4, 5}, {.output_shape = {2, 5}, .refused_inputs = {{2, 3, 4, 5}}});
}

TEST_CASE("GlobalMaxPooling3D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("GlobalMaxPooling3D")) {
    INFO(golden.name);
    GlobalMaxPooling3D layer({.data_format = golden.arguments.text("data_format", ""),
                              .keepdims = golden.arguments.flag("keepdims", false)});
    check_golden(layer, golden);
  }
}

TEST_CASE("GlobalMaxPooling3D and its gradient equal the double loop") {
  for (bool keepdims : {false, true}) {
    for (const Shape& shape : {Shape{2, 3, 4, 2, 5}, Shape{3, 1, 1, 1, 2}, Shape{1, 2, 1, 2, 70}}) {
      GlobalMaxPooling3D layer({.keepdims = keepdims});
      check_reference(layer, shape, [&](const reference::Array& x, const auto&) {
        reference::Array y =
            reference::max_pool3d(x, {shape[1], shape[2], shape[3]}, {1, 1, 1}, reference::Padding::valid);
        if (!keepdims) y.shape = {shape[0], shape[4]};
        return y;
      });
    }
  }
}

TEST_CASE("GlobalMaxPooling3D makes open sizes known, and comes back from JSON") {
  CHECK(GlobalMaxPooling3D().compute_output_shape({None, None, None, None, 3}) == Shape{None, 3});
  CHECK(GlobalMaxPooling3D({.keepdims = true}).compute_output_shape({None, None, 7, 7, 3}) ==
        Shape{None, 1, 1, 1, 3});
  Sequential model;
  model.add(GlobalMaxPooling3D({.keepdims = true, .input_shape = {2, 3, 4, 5}}));
  CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
}
