#include "keratin/layers/pooling/average_pooling2d.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("AveragePooling2D is a layer") {
  const auto make = [] {
    return std::make_shared<AveragePooling2D>(2, AveragePooling2DOptions{.input_shape = {6, 5, 2}});
  };
  check_layer(make, {2, 6, 5, 2},
              {.output_shape = {2, 3, 2, 2}, .refused_inputs = {{2, 6, 5}, {None, 6, 1, 2}}});
  const auto same = [] {
    return std::make_shared<AveragePooling2D>(3, AveragePooling2DOptions{.strides = 2, .padding = "same"});
  };
  check_layer(same, {2, 5, 6, 2}, {.output_shape = {2, 3, 3, 2}});
}

TEST_CASE("AveragePooling2D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("AveragePooling2D")) {
    const auto [rows, columns] = golden.arguments.pair("pool_size", {0, 0});
    const auto [row_stride, column_stride] = golden.arguments.pair("strides", {None, None});
    AveragePooling2D layer({rows, columns}, {.strides = {row_stride, column_stride},
                                             .padding = golden.arguments.text("padding", "valid"),
                                             .data_format = golden.arguments.text("data_format", "")});
    check_golden(layer, golden);
  }
}

TEST_CASE("AveragePooling2D and its gradient equal the double loop") {
  for (int pool : {1, 2, 3}) {
    for (int stride : {1, 2, 3}) {
      for (const std::string padding : {"valid", "same"}) {
        for (const Shape& shape : {Shape{2, 5, 6, 2}, Shape{1, 4, 3, 3}}) {
          AveragePooling2D layer({2, pool}, {.strides = {1, stride}, .padding = padding});
          check_reference(layer, shape, [&](const reference::Array& x, const auto&) {
            return reference::average_pool(x, {2, pool}, {1, stride}, reference::padding_from(padding));
          });
        }
      }
    }
  }
}

TEST_CASE("AveragePooling2D takes its arguments in each of their forms") {
  const Shape input{None, 12, None, 1};
  CHECK(AveragePooling2D(3).compute_output_shape(input) == Shape{None, 4, None, 1});
  CHECK(AveragePooling2D({2, 3}).compute_output_shape({None, 12, 12, 1}) == Shape{None, 6, 4, 1});
  CHECK(AveragePooling2D(3, {.strides = 1, .padding = "SAME"}).compute_output_shape(input) ==
        Shape{None, 12, None, 1});
}

TEST_CASE("AveragePooling2D says what is wrong") {
  CHECK(error_of([] {
          AveragePooling2D({2, 0});
        }) ==
        "Layer \"average_pooling2d\" (AveragePooling2D): pool_size must be from 1 to 32767, but received (2, "
        "0).");
  CHECK(error_of([] { AveragePooling2D(2, {.strides = -2}); }) ==
        "Layer \"average_pooling2d\" (AveragePooling2D): strides must be from 1 to 32767, but received (-2, "
        "-2).");
  CHECK(error_of([] { AveragePooling2D(2, {.padding = ""}); }) ==
        "Layer \"average_pooling2d\" (AveragePooling2D): unknown padding \"\". Known: \"valid\", \"same\".");
}
