#include "keratin/layers/pooling/global_average_pooling1d.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"
#include "support/sequences.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("GlobalAveragePooling1D is a layer") {
  check_layer(
      [] {
        return std::make_shared<GlobalAveragePooling1D>(GlobalAveragePooling1DOptions{.input_shape = {5, 2}});
      },
      {2, 5, 2}, {.output_shape = {2, 2}, .refused_inputs = {{2, 5}, {2, 5, 2, 1}}});
  check_layer(
      [] {
        return std::make_shared<GlobalAveragePooling1D>(GlobalAveragePooling1DOptions{.keepdims = true});
      },
      {2, 5, 2}, {.output_shape = {2, 1, 2}});
}

TEST_CASE("GlobalAveragePooling1D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("GlobalAveragePooling1D")) {
    GlobalAveragePooling1D layer({.data_format = golden.arguments.text("data_format", ""),
                                  .keepdims = golden.arguments.flag("keepdims", false)});
    check_golden(layer, golden);
  }
}

TEST_CASE("GlobalAveragePooling1D and its gradient equal the double loop") {
  for (const Shape& shape : {Shape{2, 5, 3}, Shape{3, 1, 2}}) {
    GlobalAveragePooling1D layer;
    check_reference(layer, shape, [](const reference::Array& x, const auto&) {
      return reference::global_average_pool(reference::as_image(x), false);
    });
  }
}

TEST_CASE("GlobalAveragePooling1D takes sequences of any length") {
  CHECK(GlobalAveragePooling1D().compute_output_shape({None, None, 3}) == Shape{None, 3});
  CHECK(GlobalAveragePooling1D({.keepdims = true}).compute_output_shape({None, None, 3}) ==
        Shape{None, 1, 3});
}

TEST_CASE("GlobalAveragePooling1D says what is wrong") {
  CHECK(
      error_of([] {
        connect(GlobalAveragePooling1D(), {None, 4});
      }) ==
      "Layer \"global_average_pooling1d\" (GlobalAveragePooling1D): expected an input of 3 dimensions, batch "
      "included, but received shape (None, 4). If the axis of the channels is missing, add it: in a first "
      "layer .input_shape = {4, 1}, of data x.reshape({-1, 4, 1}); in front of another layer Reshape({4, "
      "1}).");
}
