#include "keratin/layers/pooling/average_pooling1d.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"
#include "support/sequences.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("AveragePooling1D is a layer") {
  check_layer(
      [] {
        return std::make_shared<AveragePooling1D>(2, AveragePooling1DOptions{.input_shape = {5, 2}});
      },
      {2, 5, 2}, {.output_shape = {2, 2, 2}, .refused_inputs = {{2, 5}, {None, 1, 2}}});
  check_layer(
      [] {
        return std::make_shared<AveragePooling1D>(3,
                                                  AveragePooling1DOptions{.strides = 2, .padding = "same"});
      },
      {2, 6, 2}, {.output_shape = {2, 3, 2}});
}

TEST_CASE("AveragePooling1D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("AveragePooling1D")) {
    AveragePooling1D layer(golden.arguments.integer("pool_size", 0),
                           {.strides = golden.arguments.integer("strides", None),
                            .padding = golden.arguments.text("padding", "valid"),
                            .data_format = golden.arguments.text("data_format", "")});
    check_golden(layer, golden, 1e-6);
  }
}

TEST_CASE("AveragePooling1D and its gradient equal the double loop") {
  for (const int pool : {1, 2, 3}) {
    for (const int stride : {1, 2, 3}) {
      for (const std::string padding : {"valid", "same"}) {
        for (const Shape& shape : {Shape{2, 5, 2}, Shape{1, 6, 3}}) {
          AveragePooling1D layer(pool, {.strides = stride, .padding = padding});
          check_reference(layer, shape, [&](const reference::Array& x, const auto&) {
            return reference::as_sequence(reference::average_pool(
                reference::as_image(x), {pool, 1}, {stride, 1}, reference::padding_from(padding)));
          });
        }
      }
    }
  }
}

TEST_CASE("AveragePooling1D takes its arguments in each of their forms") {
  const Shape input{None, 12, 1};
  CHECK(AveragePooling1D(3).compute_output_shape(input) == Shape{None, 4, 1});
  CHECK(AveragePooling1D(5, {.padding = "SAME"}).compute_output_shape(input) == Shape{None, 3, 1});
  CHECK(AveragePooling1D(3, {.strides = 1}).compute_output_shape(input) == Shape{None, 10, 1});
  CHECK(AveragePooling1D(3).compute_output_shape({None, None, 3}) == Shape{None, None, 3});
}

TEST_CASE("AveragePooling1D says what is wrong") {
  const std::string begin = "Layer \"average_pooling1d\" (AveragePooling1D): ";
  CHECK(error_of([] { AveragePooling1D(0); }) ==
        begin + "pool_size must be from 1 to 32767, but received 0.");
  CHECK(error_of([] { AveragePooling1D(2, {.strides = -2}); }) ==
        begin + "strides must be from 1 to 32767, but received -2.");
  CHECK(error_of([] { AveragePooling1D(2, {.padding = "causal"}); }) ==
        begin + "unknown padding \"causal\". Known: \"valid\", \"same\".");
  CHECK(error_of([] {
          connect(AveragePooling1D(4), {None, 3, 1});
        }) ==
        begin +
            "nothing is left of an input of shape (None, 3, 1): the output would have shape (None, 0, 1). "
            "Use a larger input, a smaller window or crop, or padding \"same\".");
}
