#include "keratin/layers/reshaping/zero_padding1d.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"
#include "support/sequences.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("ZeroPadding1D is a layer") {
  check_layer(
      [] {
        return std::make_shared<ZeroPadding1D>(ZeroPadding1DOptions{.input_shape = {5, 2}});
      },
      {2, 5, 2}, {.output_shape = {2, 7, 2}, .refused_inputs = {{2, 5}}});
  check_layer(
      [] {
        return std::make_shared<ZeroPadding1D>(Sides1D{0, 3});
      },
      {2, 5, 2}, {.output_shape = {2, 8, 2}});
}

TEST_CASE("ZeroPadding1D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("ZeroPadding1D")) {
    const auto [before, after] = golden.arguments.pair("padding", {1, 1});
    ZeroPadding1D layer(
        {.padding = {before, after}, .data_format = golden.arguments.text("data_format", "")});
    check_golden(layer, golden);
  }
}

TEST_CASE("ZeroPadding1D and its gradient equal the double loop") {
  for (const int before : {0, 1, 3}) {
    for (const int after : {0, 2}) {
      ZeroPadding1D layer({before, after});
      check_reference(layer, {2, 6, 3}, [&](const reference::Array& x, const auto&) {
        return reference::as_sequence(
            reference::zero_padding(reference::as_image(x), {{{before, after}, {0, 0}}}));
      });
    }
  }
}

TEST_CASE("ZeroPadding1D takes its padding in each of its forms") {
  const Shape input{None, 9, 2};
  CHECK(ZeroPadding1D().compute_output_shape(input) == Shape{None, 11, 2});
  CHECK(ZeroPadding1D(2).compute_output_shape(input) == Shape{None, 13, 2});
  CHECK(ZeroPadding1D({2, 3}).compute_output_shape(input) == Shape{None, 14, 2});
  CHECK(ZeroPadding1D({.padding = {0, 1}}).compute_output_shape(input) == Shape{None, 10, 2});
  CHECK(ZeroPadding1D(2).compute_output_shape({None, None, 2}) == Shape{None, None, 2});
}

TEST_CASE("ZeroPadding1D says what is wrong") {
  CHECK(error_of([] {
          ZeroPadding1D({1, -2});
        }) ==
        "Layer \"zero_padding1d\" (ZeroPadding1D): padding must not be negative, but received (1, -2).");
  CHECK(
      error_of([] {
        connect(ZeroPadding1D(2'000'000'000), {None, 4, 1});
      }) ==
      "Layer \"zero_padding1d\" (ZeroPadding1D): a dimension of its output would be 4000000004, but at most "
      "2147483647 is possible: use a smaller input.");
}
