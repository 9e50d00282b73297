#include "keratin/layers/pooling/max_pooling2d.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("MaxPooling2D is a layer") {
  const auto make = [] {
    return std::make_shared<MaxPooling2D>(MaxPooling2DOptions{.input_shape = {6, 5, 2}});
  };
  check_layer(make, {2, 6, 5, 2},
              {.output_shape = {2, 3, 2, 2}, .refused_inputs = {{2, 6, 5}, {None, 6, 1, 2}}});
  const auto same = [] {
    return std::make_shared<MaxPooling2D>(
        MaxPooling2DOptions{.pool_size = 3, .strides = 2, .padding = "same"});
  };
  check_layer(same, {2, 5, 6, 2}, {.output_shape = {2, 3, 3, 2}});
}

TEST_CASE("MaxPooling2D computes what Keras computes, with its choice among equal numbers") {
  for (const LayerCase& golden : layer_cases("MaxPooling2D")) {
    const auto [rows, columns] = golden.arguments.pair("pool_size", {2, 2});
    const auto [row_stride, column_stride] = golden.arguments.pair("strides", {None, None});
    MaxPooling2D layer({.pool_size = {rows, columns},
                        .strides = {row_stride, column_stride},
                        .padding = golden.arguments.text("padding", "valid"),
                        .data_format = golden.arguments.text("data_format", "")});
    check_golden(layer, golden, 1e-7);
  }
}

TEST_CASE("MaxPooling2D and its gradient equal the double loop") {
  for (int pool : {1, 2, 3}) {
    for (int stride : {1, 2, 3}) {
      for (const std::string padding : {"valid", "same"}) {
        for (const Shape& shape : {Shape{2, 5, 6, 2}, Shape{1, 4, 3, 3}}) {
          MaxPooling2D layer({.pool_size = {pool, 2}, .strides = {stride, 1}, .padding = padding});
          check_reference(layer, shape, [&](const reference::Array& x, const auto&) {
            return reference::max_pool(x, {pool, 2}, {stride, 1}, reference::padding_from(padding));
          });
        }
      }
    }
  }
}

TEST_CASE("MaxPooling2D takes its arguments in each of their forms") {
  const Shape input{None, 12, 12, 1};
  CHECK(MaxPooling2D().compute_output_shape(input) == Shape{None, 6, 6, 1});
  CHECK(MaxPooling2D(3).compute_output_shape(input) == Shape{None, 4, 4, 1});
  CHECK(MaxPooling2D({2, 3}).compute_output_shape(input) == Shape{None, 6, 4, 1});
  CHECK(MaxPooling2D({.pool_size = {2, 3}}).compute_output_shape(input) == Shape{None, 6, 4, 1});
  CHECK(MaxPooling2D({.pool_size = 3, .strides = None}).compute_output_shape(input) == Shape{None, 4, 4, 1});
  CHECK(MaxPooling2D({.pool_size = 3, .strides = {1, 2}}).compute_output_shape(input) ==
        Shape{None, 10, 5, 1});
  CHECK(MaxPooling2D({.pool_size = 5, .padding = "SAME"}).compute_output_shape(input) ==
        Shape{None, 3, 3, 1});
}

TEST_CASE("MaxPooling2D keeps open dimensions open") {
  CHECK(MaxPooling2D().compute_output_shape({None, None, 5, 3}) == Shape{None, None, 2, 3});
}

TEST_CASE("MaxPooling2D says what is wrong") {
  CHECK(error_of([] { MaxPooling2D(0); }) ==
        "Layer \"max_pooling2d\" (MaxPooling2D): pool_size must be from 1 to 32767, but received (0, 0).");
  CHECK(error_of([] {
          MaxPooling2D({.strides = {2, 0}});
        }) ==
        "Layer \"max_pooling2d\" (MaxPooling2D): strides must be from 1 to 32767, but received (2, 0).");
  CHECK(error_of([] { MaxPooling2D({.padding = "full"}); }) ==
        "Layer \"max_pooling2d\" (MaxPooling2D): unknown padding \"full\". Known: \"valid\", \"same\".");
  CHECK(error_of([] {
          connect(MaxPooling2D(4), {None, 8, 3, 1});
        }).find("(None, 8, 3, 1)") != std::string::npos);
}
