#include "keratin/layers/reshaping/zero_padding3d.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("ZeroPadding3D is a layer") {
  const auto make = [] {
    return std::make_shared<ZeroPadding3D>(ZeroPadding3DOptions{.input_shape = {3, 4, 5, 2}});
  };
  check_layer(make, {2, 3, 4, 5, 2}, {.output_shape = {2, 5, 6, 7, 2}, .refused_inputs = {{2, 3, 4, 5}}});
}

TEST_CASE("ZeroPadding3D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("ZeroPadding3D")) {
    INFO(golden.name);
    const auto [depth, rows, columns] = golden.arguments.sides3d("padding", 1);
    ZeroPadding3D layer({.padding = {{depth[0], depth[1]}, {rows[0], rows[1]}, {columns[0], columns[1]}},
                         .data_format = golden.arguments.text("data_format", "")});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("ZeroPadding3D and its gradient equal the double loop") {
  for (int front : {0, 1, 2}) {
    for (int left : {0, 3}) {
      ZeroPadding3D layer({{front, 1}, {1, 0}, {left, 0}});
      check_reference(layer, {2, 4, 2, 4, 2}, [&](const reference::Array& x, const auto&) {
        return reference::zero_padding3d(x, {{{front, 1}, {1, 0}, {left, 0}}});
      });
    }
  }
}

TEST_CASE("ZeroPadding3D takes its padding in each of its forms") {
  const Shape input{None, 10, 20, 30, 1};
  CHECK(ZeroPadding3D().compute_output_shape(input) == Shape{None, 12, 22, 32, 1});
  CHECK(ZeroPadding3D(2).compute_output_shape(input) == Shape{None, 14, 24, 34, 1});
  CHECK(ZeroPadding3D({1, 2, 3}).compute_output_shape(input) == Shape{None, 12, 24, 36, 1});
  CHECK(ZeroPadding3D({{1, 2}, {3, 4}, {0, 1}}).compute_output_shape(input) == Shape{None, 13, 27, 31, 1});
  CHECK(ZeroPadding3D({.padding = {1, 2, 3}}).compute_output_shape(input) == Shape{None, 12, 24, 36, 1});
  CHECK(ZeroPadding3D(1).compute_output_shape({None, None, 4, None, 1}) == Shape{None, None, 6, None, 1});
}

TEST_CASE("ZeroPadding3D comes back from JSON") {
  Sequential model;
  model.add(ZeroPadding3D({.padding = {{1, 0}, {0, 1}, {1, 1}}, .input_shape = {3, 3, 4, 2}}));
  CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
}

TEST_CASE("ZeroPadding3D says what is wrong") {
  CHECK(error_of([] {
          ZeroPadding3D({{0, 1}, {2, -3}, {0, 0}});
        }) ==
        "Layer \"zero_padding3d\" (ZeroPadding3D): padding must not be negative, but received ((0, 1), (2, "
        "-3), "
        "(0, 0)).");
  CHECK(error_of([] {
          connect(ZeroPadding3D(2'000'000'000), {None, 3, 3, 3, 1});
        }) ==
        "Layer \"zero_padding3d\" (ZeroPadding3D): a dimension of its output would be 4000000003, but at "
        "most 2147483647 is possible: use a smaller input.");
}
