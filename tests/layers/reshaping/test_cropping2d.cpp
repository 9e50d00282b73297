#include "keratin/layers/reshaping/cropping2d.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Cropping2D is a layer") {
  const auto make = [] {
    return std::make_shared<Cropping2D>(Cropping2DOptions{.cropping = {1, 2}, .input_shape = {4, 6, 2}});
  };
  check_layer(make, {2, 4, 6, 2},
              {.output_shape = {2, 2, 2, 2}, .refused_inputs = {{2, 4, 6}, {2, 2, 6, 2}}});
}

TEST_CASE("Cropping2D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Cropping2D")) {
    const auto [rows, columns] = golden.arguments.sides("cropping", 0);
    Cropping2D layer({.cropping = {{rows[0], rows[1]}, {columns[0], columns[1]}},
                      .data_format = golden.arguments.text("data_format", "")});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("Cropping2D and its gradient equal the double loop") {
  for (int top : {0, 1, 2}) {
    for (int left : {0, 3}) {
      Cropping2D layer({{top, 1}, {left, 0}});
      check_reference(layer, {2, 4, 5, 2}, [&](const reference::Array& x, const auto&) {
        return reference::cropping(x, {{{top, 1}, {left, 0}}});
      });
    }
  }
}

TEST_CASE("Cropping2D takes its cropping in each of its forms") {
  const Shape input{None, 10, 20, 1};
  CHECK(Cropping2D().compute_output_shape(input) == Shape{None, 10, 20, 1});
  CHECK(Cropping2D(2).compute_output_shape(input) == Shape{None, 6, 16, 1});
  CHECK(Cropping2D({1, 2}).compute_output_shape(input) == Shape{None, 8, 16, 1});
  CHECK(Cropping2D({{1, 2}, {3, 4}}).compute_output_shape(input) == Shape{None, 7, 13, 1});
  CHECK(Cropping2D({.cropping = {{1, 2}, {3, 4}}}).compute_output_shape(input) == Shape{None, 7, 13, 1});
  CHECK(Cropping2D(1).compute_output_shape({None, None, 4, 1}) == Shape{None, None, 2, 1});
}

TEST_CASE("Cropping2D says what is wrong") {
  CHECK(
      error_of([] { Cropping2D(-1); }) ==
      "Layer \"cropping2d\" (Cropping2D): cropping must not be negative, but received ((-1, -1), (-1, -1)).");
  CHECK(error_of([] {
          connect(Cropping2D(2), {None, 4, 9, 1});
        }) ==
        "Layer \"cropping2d\" (Cropping2D): nothing is left of an input of shape (None, 4, 9, 1): the output "
        "would have "
        "shape (None, 0, 5, 1). Use a larger input, a smaller window or crop, or padding \"same\".");
}
