#include "keratin/layers/reshaping/zero_padding2d.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("ZeroPadding2D is a layer") {
  const auto make = [] {
    return std::make_shared<ZeroPadding2D>(ZeroPadding2DOptions{.input_shape = {3, 4, 2}});
  };
  check_layer(make, {2, 3, 4, 2}, {.output_shape = {2, 5, 6, 2}, .refused_inputs = {{2, 3, 4}}});
}

TEST_CASE("ZeroPadding2D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("ZeroPadding2D")) {
    const auto [rows, columns] = golden.arguments.sides("padding", 1);
    ZeroPadding2D layer({.padding = {{rows[0], rows[1]}, {columns[0], columns[1]}},
                         .data_format = golden.arguments.text("data_format", "")});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("ZeroPadding2D and its gradient equal the double loop") {
  for (int top : {0, 1, 2}) {
    for (int left : {0, 3}) {
      ZeroPadding2D layer({{top, 1}, {left, 0}});
      check_reference(layer, {2, 3, 4, 2}, [&](const reference::Array& x, const auto&) {
        return reference::zero_padding(x, {{{top, 1}, {left, 0}}});
      });
    }
  }
}

TEST_CASE("ZeroPadding2D takes its padding in each of its forms") {
  const Shape input{None, 10, 20, 1};
  CHECK(ZeroPadding2D().compute_output_shape(input) == Shape{None, 12, 22, 1});
  CHECK(ZeroPadding2D(2).compute_output_shape(input) == Shape{None, 14, 24, 1});
  CHECK(ZeroPadding2D({1, 2}).compute_output_shape(input) == Shape{None, 12, 24, 1});
  CHECK(ZeroPadding2D({{1, 2}, {3, 4}}).compute_output_shape(input) == Shape{None, 13, 27, 1});
  CHECK(ZeroPadding2D({.padding = 2}).compute_output_shape(input) == Shape{None, 14, 24, 1});
  CHECK(ZeroPadding2D({.padding = {1, 2}}).compute_output_shape(input) == Shape{None, 12, 24, 1});
  CHECK(ZeroPadding2D({.padding = {{1, 2}, {3, 4}}}).compute_output_shape(input) == Shape{None, 13, 27, 1});
  CHECK(ZeroPadding2D(1).compute_output_shape({None, None, 4, 1}) == Shape{None, None, 6, 1});
}

TEST_CASE("ZeroPadding2D says what is wrong") {
  CHECK(error_of([] {
          ZeroPadding2D({{0, 1}, {2, -3}});
        }) ==
        "Layer \"zero_padding2d\" (ZeroPadding2D): padding must not be negative, but received ((0, 1), (2, "
        "-3)).");
  CHECK(error_of([] {
          connect(ZeroPadding2D(2'000'000'000), {None, 3, 3, 1});
        }) ==
        "Layer \"zero_padding2d\" (ZeroPadding2D): a dimension of its output would be 4000000003, but at "
        "most 2147483647 is "
        "possible: use a smaller input.");
}
