#include "keratin/layers/pooling/global_max_pooling2d.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("GlobalMaxPooling2D is a layer") {
  const auto make = [] {
    return std::make_shared<GlobalMaxPooling2D>(GlobalMaxPooling2DOptions{.input_shape = {3, 4, 5}});
  };
  check_layer(make, {2, 3, 4, 5}, {.output_shape = {2, 5}, .refused_inputs = {{2, 3, 4}}});
}

TEST_CASE("GlobalMaxPooling2D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("GlobalMaxPooling2D")) {
    GlobalMaxPooling2D layer({.data_format = golden.arguments.text("data_format", ""),
                              .keepdims = golden.arguments.flag("keepdims", false)});
    check_golden(layer, golden);
  }
}

TEST_CASE("GlobalMaxPooling2D and its gradient equal the double loop") {
  for (bool keepdims : {false, true}) {
    for (const Shape& shape : {Shape{2, 3, 4, 5}, Shape{3, 1, 1, 2}, Shape{1, 7, 9, 1}, Shape{1, 2, 1, 70}}) {
      GlobalMaxPooling2D layer({.keepdims = keepdims});
      check_reference(layer, shape, [&](const reference::Array& x, const auto&) {
        return reference::global_max_pool(x, keepdims);
      });
    }
  }
}

TEST_CASE("GlobalMaxPooling2D makes open rows and columns known") {
  CHECK(GlobalMaxPooling2D().compute_output_shape({None, None, None, 3}) == Shape{None, 3});
  CHECK(GlobalMaxPooling2D({.keepdims = true}).compute_output_shape({None, None, 7, 3}) ==
        Shape{None, 1, 1, 3});
}
