#include "keratin/layers/reshaping/cropping3d.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Cropping3D is a layer") {
  const auto make = [] {
    return std::make_shared<Cropping3D>(Cropping3DOptions{.input_shape = {3, 4, 5, 2}});
  };
  check_layer(make, {2, 3, 4, 5, 2}, {.output_shape = {2, 1, 2, 3, 2}, .refused_inputs = {{2, 3, 4, 5}}});
}

TEST_CASE("Cropping3D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Cropping3D")) {
    INFO(golden.name);
    const auto [depth, rows, columns] = golden.arguments.sides3d("cropping", 1);
    Cropping3D layer({.cropping = {{depth[0], depth[1]}, {rows[0], rows[1]}, {columns[0], columns[1]}},
                      .data_format = golden.arguments.text("data_format", "")});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("Cropping3D and its gradient equal the double loop") {
  for (int front : {0, 1, 2}) {
    for (int left : {0, 3}) {
      Cropping3D layer({{front, 1}, {1, 0}, {left, 0}});
      check_reference(layer, {2, 4, 2, 4, 2}, [&](const reference::Array& x, const auto&) {
        return reference::cropping3d(x, {{{front, 1}, {1, 0}, {left, 0}}});
      });
    }
  }
}

TEST_CASE("Cropping3D takes its cropping in each of its forms") {
  const Shape input{None, 10, 20, 30, 1};
  CHECK(Cropping3D().compute_output_shape(input) == Shape{None, 8, 18, 28, 1});
  CHECK(Cropping3D(2).compute_output_shape(input) == Shape{None, 6, 16, 26, 1});
  CHECK(Cropping3D({1, 2, 3}).compute_output_shape(input) == Shape{None, 8, 16, 24, 1});
  CHECK(Cropping3D({{1, 2}, {3, 4}, {0, 1}}).compute_output_shape(input) == Shape{None, 7, 13, 29, 1});
  CHECK(Cropping3D({.cropping = {1, 2, 3}}).compute_output_shape(input) == Shape{None, 8, 16, 24, 1});
  CHECK(Cropping3D(1).compute_output_shape({None, None, 4, None, 1}) == Shape{None, None, 2, None, 1});
}

TEST_CASE("Cropping3D comes back from JSON") {
  Sequential model;
  model.add(Cropping3D({.cropping = {{1, 0}, {0, 1}, {1, 1}}, .input_shape = {3, 3, 4, 2}}));
  CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
}

TEST_CASE("Cropping3D says what is wrong") {
  CHECK(error_of([] {
          Cropping3D({{0, 1}, {2, -3}, {0, 0}});
        }) ==
        "Layer \"cropping3d\" (Cropping3D): cropping must not be negative, but received ((0, 1), (2, -3), "
        "(0, 0)).");
  CHECK(error_of([] {
          connect(Cropping3D(2), {None, 9, 4, 9, 1});
        }) ==
        "Layer \"cropping3d\" (Cropping3D): nothing is left of an input of shape (None, 9, 4, 9, 1): the "
        "output "
        "would have shape (None, 5, 0, 5, 1). Use a larger input, a smaller window or crop, or padding "
        "\"same\".");
}
