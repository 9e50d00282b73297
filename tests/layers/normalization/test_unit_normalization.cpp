#include "keratin/layers/normalization/unit_normalization.hpp"
#include "support/axes.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("UnitNormalization is a layer") {
  check_layer(
      [] { return std::make_shared<UnitNormalization>(UnitNormalizationOptions{.input_shape = {3}}); },
      {5, 3}, {.output_shape = {5, 3}, .refused_inputs = {{5}}});
  check_layer(
      [] {
        return std::make_shared<UnitNormalization>(UnitNormalizationOptions{.axis = {1, 3}});
      },
      {2, 3, 2, 4}, {.output_shape = {2, 3, 2, 4}});
}

TEST_CASE("UnitNormalization computes what Keras computes, rows of zeros included") {
  for (const LayerCase& golden : layer_cases("UnitNormalization")) {
    UnitNormalization layer({.axis = axes_of(golden.arguments.integers("axis"))});
    check_golden(layer, golden, 2e-6);
  }
}

TEST_CASE("UnitNormalization and its gradient equal the double loop") {
  for (const std::vector<int>& axes :
       std::vector<std::vector<int>>{{1}, {2}, {3}, {1, 2}, {2, 3}, {1, 2, 3}}) {
    for (const Shape& shape : {Shape{2, 3, 4, 5}, Shape{1, 2, 3, 19}}) {
      UnitNormalization layer({.axis = axes_of(axes)});
      check_reference(layer, shape,
                      [&](const reference::Array& x, const auto&) { return reference::unit_norm(x, axes); });
    }
  }
}

TEST_CASE("UnitNormalization says what is wrong") {
  CHECK(error_of([] {
          connect(UnitNormalization({.axis = -2}), {None, 3});
        }) ==
        "Layer \"unit_normalization\" (UnitNormalization): axis -2 is not an axis of an input of shape "
        "(None, 3), or is its batch. Give one from 1 to 1, or -1 for the last.");
}
