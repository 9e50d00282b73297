#include "keratin/layers/convolutional/conv2d.hpp"
#include "support/catch.hpp"
#include "support/convolution_sweep.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

Conv2DOptions options_of(const Arguments& arguments) {
  const auto [stride_rows, stride_columns] = arguments.pair("strides", {1, 1});
  const auto [dilation_rows, dilation_columns] = arguments.pair("dilation_rate", {1, 1});
  return {.strides = {stride_rows, stride_columns},
          .padding = arguments.text("padding", "valid"),
          .data_format = arguments.text("data_format", ""),
          .dilation_rate = {dilation_rows, dilation_columns},
          .groups = arguments.integer("groups", 1),
          .activation = arguments.text("activation", "linear"),
          .use_bias = arguments.flag("use_bias", true)};
}

}  // namespace

TEST_CASE("Conv2D is a layer") {
  check_layer(
      [] {
        return std::make_shared<Conv2D>(3, Size2D{2, 3});
      },
      {2, 4, 5, 2},
      {.output_shape = {2, 3, 3, 3},
       .weights = {{2, 3, 2, 3}, {3}},
       .refused_inputs = {{2, 4, 5}, {2, 1, 5, 2}}});
}

TEST_CASE("Conv2D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Conv2D")) {
    INFO(golden.name);
    const auto [rows, columns] = golden.arguments.pair("kernel_size", {1, 1});
    Conv2D layer(golden.arguments.integer("filters", 1), {rows, columns}, options_of(golden.arguments));
    check_golden(layer, golden, 2e-6);
  }
}

TEST_CASE("Conv2D and its gradients equal the double loop for every geometry") {
  for_each_geometry([](const Geometry& g) {
    if (g.output_padding) return;
    const int reach = (std::max(g.kernel, g.other_kernel()) - 1) * g.dilation + 1;
    if (g.padding == "valid" && reach > std::min(g.rows, g.columns)) return;
    Conv2D layer(2, {g.kernel, g.other_kernel()},
                 {.strides = g.stride, .padding = g.padding, .dilation_rate = g.dilation});
    check_reference(layer, {2, g.rows, g.columns, 3}, [&](const reference::Array& x, const auto& weights) {
      return reference::conv2d(x, weights[0], weights[1], {g.stride, g.stride},
                               reference::padding_from(g.padding), {g.dilation, g.dilation});
    });
  });
}

TEST_CASE("Conv2D by groups of channels is a layer") {
  check_layer(
      [] {
        return std::make_shared<Conv2D>(6, Size2D{2, 3}, Conv2DOptions{.groups = 2, .activation = "relu"});
      },
      {2, 4, 5, 4},
      {.output_shape = {2, 3, 3, 6},
       .weights = {{2, 3, 2, 6}, {6}},
       .refused_inputs = {{2, 4, 5, 3}, {None, 4, 5, None}}});
}

TEST_CASE("Conv2D by groups of channels and its gradients equal the double loop for every geometry") {
  for_each_geometry([](const Geometry& g) {
    if (g.output_padding || g.kernel > 3) return;
    const int reach = (std::max(g.kernel, g.other_kernel()) - 1) * g.dilation + 1;
    if (g.padding == "valid" && reach > std::min(g.rows, g.columns)) return;
    for (const int groups : {2, 4}) {
      Conv2D layer(
          4, {g.kernel, g.other_kernel()},
          {.strides = g.stride, .padding = g.padding, .dilation_rate = g.dilation, .groups = groups});
      check_reference(layer, {2, g.rows, g.columns, 4}, [&](const reference::Array& x, const auto& weights) {
        return reference::conv2d(x, weights[0], weights[1], {g.stride, g.stride},
                                 reference::padding_from(g.padding), {g.dilation, g.dilation});
      });
    }
  });
}

TEST_CASE("Conv2D takes its arguments in each of their forms") {
  const Shape input{None, 8, 8, 1};
  CHECK(Conv2D(64, 3).compute_output_shape(input) == Shape{None, 6, 6, 64});
  CHECK(Conv2D(64, {3, 3}, {.strides = 2, .padding = "same", .activation = "relu"})
            .compute_output_shape(input) == Shape{None, 4, 4, 64});
  CHECK(Conv2D(1, {1, 3}, {.strides = {2, 1}, .padding = "SAME"}).compute_output_shape({None, None, 7, 2}) ==
        Shape{None, None, 7, 1});
  CHECK(Conv2D(1, 1, {.activation = activations::relu}).activation()->name == "relu");
}

TEST_CASE("Conv2D refuses other channels than it was built for") {
  Conv2D layer(1, 3);
  connect(layer, {None, 5, 5, 2});
  CHECK(error_of([&] {
          connect(layer, {None, 5, 5, 3});
        }) == "Layer \"" + layer.name() +
                  "\" (Conv2D): expected axis -1 of its input to be 2, as when it was built, but "
                  "received shape (None, 5, 5, 3). Give such inputs, or call a new layer.");
}

TEST_CASE("Conv2D counts its multiply-adds") {
  Conv2D layer(64, 3, {.strides = 2, .padding = "same"});
  connect(layer, {None, 28, 28, 1});
  CHECK(layer.multiply_adds({1, 28, 28, 1}) == 14u * 14 * 9 * 64);
  Conv2D grouped(6, 3, {.groups = 2});
  connect(grouped, {None, 5, 5, 4});
  CHECK(grouped.multiply_adds({1, 5, 5, 4}) == 3u * 3 * 9 * 2 * 6);
}

TEST_CASE("Conv2D says what is wrong about its groups") {
  CHECK(error_of([] { Conv2D(4, 3, {.groups = 0}); }) ==
        "Layer \"conv2d\" (Conv2D): groups must be positive, but received 0.");
  CHECK(error_of([] { Conv2D(4, 3, {.groups = 3}); }) ==
        "Layer \"conv2d\" (Conv2D): filters must be a multiple of groups 3, but received 4.");
  CHECK(error_of([] {
          connect(Conv2D(4, 3, {.groups = 2}), {None, 5, 5, 3});
        }) ==
        "Layer \"conv2d\" (Conv2D): the channels of its input must be a multiple of groups 2, but received "
        "shape (None, 5, 5, 3).");
}

TEST_CASE("Conv2D says what is wrong") {
  CHECK(error_of([] { Conv2D(0, 3); }) ==
        "Layer \"conv2d\" (Conv2D): filters must be positive, but received 0.");
  CHECK(error_of([] {
          Conv2D(1, {3, 0});
        }) == "Layer \"conv2d\" (Conv2D): kernel_size must be from 1 to 32767, but received (3, 0).");
  CHECK(error_of([] {
          Conv2D(1, 3, {.strides = {1, -2}});
        }) == "Layer \"conv2d\" (Conv2D): strides must be from 1 to 32767, but received (1, -2).");
  CHECK(error_of([] { Conv2D(1, 3, {.padding = "full"}); }) ==
        "Layer \"conv2d\" (Conv2D): unknown padding \"full\". Known: \"valid\", \"same\".");
  CHECK(error_of([] { Conv2D(1, 3, {.strides = 2, .dilation_rate = 2}); }) ==
        "Layer \"conv2d\" (Conv2D): strides (2, 2) cannot be combined with dilation_rate (2, 2): one of them "
        "must be 1.");
  CHECK(error_of([] {
          connect(Conv2D(1, 3), {None, 2, 5, 1});
        }) ==
        "Layer \"conv2d\" (Conv2D): nothing is left of an input of shape (None, 2, 5, 1): the output would "
        "have shape "
        "(None, 0, 3, 1). Use a larger input, a smaller window or crop, or padding \"same\".");
  CHECK(error_of([] {
          connect(Conv2D(1, 3), {None, 5, 5, None});
        }) ==
        "Layer \"conv2d\" (Conv2D): the channels of its input must be known, but received shape (None, 5, 5, "
        "None). Give the model's input a number in place of that None.");
}
