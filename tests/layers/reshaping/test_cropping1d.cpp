#include "keratin/layers/reshaping/cropping1d.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"
#include "support/sequences.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Cropping1D is a layer") {
  check_layer(
      [] {
        return std::make_shared<Cropping1D>(Cropping1DOptions{.input_shape = {5, 2}});
      },
      {2, 5, 2}, {.output_shape = {2, 3, 2}, .refused_inputs = {{2, 5}, {2, 2, 2}}});
  check_layer(
      [] {
        return std::make_shared<Cropping1D>(Sides1D{0, 3});
      },
      {2, 5, 2}, {.output_shape = {2, 2, 2}});
}

TEST_CASE("Cropping1D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Cropping1D")) {
    const auto [before, after] = golden.arguments.pair("cropping", {1, 1});
    Cropping1D layer({before, after});
    check_golden(layer, golden);
  }
}

TEST_CASE("Cropping1D and its gradient equal the double loop") {
  for (const int before : {0, 1, 3}) {
    for (const int after : {0, 2}) {
      Cropping1D layer({before, after});
      check_reference(layer, {2, 6, 3}, [&](const reference::Array& x, const auto&) {
        return reference::as_sequence(
            reference::cropping(reference::as_image(x), {{{before, after}, {0, 0}}}));
      });
    }
  }
}

TEST_CASE("Cropping1D takes its cropping in each of its forms") {
  const Shape input{None, 9, 2};
  CHECK(Cropping1D().compute_output_shape(input) == Shape{None, 7, 2});
  CHECK(Cropping1D(2).compute_output_shape(input) == Shape{None, 5, 2});
  CHECK(Cropping1D({2, 3}).compute_output_shape(input) == Shape{None, 4, 2});
  CHECK(Cropping1D({.cropping = {0, 1}}).compute_output_shape(input) == Shape{None, 8, 2});
  CHECK(Cropping1D(2).compute_output_shape({None, None, 2}) == Shape{None, None, 2});
}

TEST_CASE("Cropping1D says what is wrong") {
  CHECK(error_of([] {
          Cropping1D({1, -2});
        }) == "Layer \"cropping1d\" (Cropping1D): cropping must not be negative, but received (1, -2).");
  CHECK(error_of([] {
          connect(Cropping1D(2), {None, 4, 1});
        }) ==
        "Layer \"cropping1d\" (Cropping1D): nothing is left of an input of shape (None, 4, 1): the output "
        "would "
        "have shape (None, 0, 1). Use a larger input, a smaller window or crop, or padding \"same\".");
}
