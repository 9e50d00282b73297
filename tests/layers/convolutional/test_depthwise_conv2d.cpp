#include "keratin/layers/convolutional/depthwise_conv2d.hpp"
#include "kernels/convolution_cases.hpp"
#include "support/catch.hpp"
#include "support/convolution_sweep.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

DepthwiseConv2DOptions options_of(const Arguments& arguments) {
  const auto [stride_rows, stride_columns] = arguments.pair("strides", {1, 1});
  const auto [dilation_rows, dilation_columns] = arguments.pair("dilation_rate", {1, 1});
  return {.strides = {stride_rows, stride_columns},
          .padding = arguments.text("padding", "valid"),
          .depth_multiplier = arguments.integer("depth_multiplier", 1),
          .data_format = arguments.text("data_format", ""),
          .dilation_rate = {dilation_rows, dilation_columns},
          .activation = arguments.text("activation", "linear"),
          .use_bias = arguments.flag("use_bias", true)};
}

void check_against_double_loop(Size2D kernel, const DepthwiseConv2DOptions& options, const Shape& input) {
  DepthwiseConv2D layer(kernel, options);
  check_reference(layer, input, [&](const reference::Array& x, const auto& weights) {
    return reference::depthwise_conv2d(x, weights[0], weights[1],
                                       {options.strides.rows, options.strides.columns},
                                       reference::padding_from(options.padding),
                                       {options.dilation_rate.rows, options.dilation_rate.columns});
  });
}

}  // namespace

TEST_CASE("DepthwiseConv2D is a layer") {
  check_layer(
      [] {
        return std::make_shared<DepthwiseConv2D>(Size2D{2, 3}, DepthwiseConv2DOptions{.depth_multiplier = 2});
      },
      {2, 4, 5, 3},
      {.output_shape = {2, 3, 3, 6},
       .weights = {{2, 3, 3, 2}, {6}},
       .refused_inputs = {{2, 4, 5}, {2, 1, 5, 3}, {None, 4, 5, None}}});
}

TEST_CASE("DepthwiseConv2D computes what Keras computes") {
  for_each_instruction_set([] {
    for (const LayerCase& golden : layer_cases("DepthwiseConv2D")) {
      const auto [rows, columns] = golden.arguments.pair("kernel_size", {1, 1});
      DepthwiseConv2D layer({rows, columns}, options_of(golden.arguments));
      check_golden(layer, golden, 2e-6);
    }
  });
}

TEST_CASE("DepthwiseConv2D and its gradients equal the double loop for every geometry") {
  for_each_geometry([](const Geometry& g) {
    if (g.output_padding) return;
    const int reach = (std::max(g.kernel, g.other_kernel()) - 1) * g.dilation + 1;
    if (g.padding == "valid" && reach > std::min(g.rows, g.columns)) return;
    check_against_double_loop({g.kernel, g.other_kernel()},
                              {.strides = g.stride, .padding = g.padding, .dilation_rate = g.dilation},
                              {2, g.rows, g.columns, 3});
  });
}

TEST_CASE("DepthwiseConv2D strides and dilates both axes, and each separately") {
  for (const std::string padding : {"valid", "same"}) {
    for (const int stride : {1, 2, 3}) {
      for (const int dilation : {1, 2, 3}) {
        check_against_double_loop({3, 2},
                                  {.strides = {stride, 2},
                                   .padding = padding,
                                   .depth_multiplier = dilation,
                                   .dilation_rate = {2, dilation}},
                                  {2, 7, 6, 2});
      }
    }
  }
}

TEST_CASE(
    "DepthwiseConv2D equals the double loop with channels that fill vectors and rows that fill blocks") {
  for_each_instruction_set([] {
    for (const int channels : {1, 7, 16, 35}) {
      check_against_double_loop({3, 3}, {.padding = "same"}, {1, 2, 19, channels});
    }
    check_against_double_loop(2, {.depth_multiplier = 9}, {1, 3, 10, 2});
  });
}

TEST_CASE("DepthwiseConv2D takes its arguments in each of their forms") {
  const Shape input{None, 8, 8, 3};
  CHECK(DepthwiseConv2D(3).compute_output_shape(input) == Shape{None, 6, 6, 3});
  CHECK(DepthwiseConv2D({3, 3}, {.strides = 2, .padding = "same", .activation = "relu"})
            .compute_output_shape(input) == Shape{None, 4, 4, 3});
  CHECK(DepthwiseConv2D(1, {.depth_multiplier = 4, .data_format = "channels_first"})
            .compute_output_shape({None, 3, None, 7}) == Shape{None, 12, None, 7});
  CHECK(DepthwiseConv2D(1, {.depth_multiplier = 4}).compute_output_shape({None, 2, 2, None}) ==
        Shape{None, 2, 2, None});
}

TEST_CASE("DepthwiseConv2D counts its multiply-adds") {
  DepthwiseConv2D layer(3, {.strides = 2, .padding = "same", .depth_multiplier = 2});
  connect(layer, {None, 28, 28, 5});
  CHECK(layer.multiply_adds({1, 28, 28, 5}) == 14u * 14 * 9 * 5 * 2);
}

TEST_CASE("DepthwiseConv2D passes its weights their regularizers and constraints") {
  const DepthwiseConv2D layer = connected(DepthwiseConv2D(3, {.depthwise_regularizer = "l2",
                                                              .bias_regularizer = "l1",
                                                              .activity_regularizer = "l1",
                                                              .depthwise_constraint = "max_norm",
                                                              .bias_constraint = "non_neg"}),
                                          {None, 5, 5, 2});
  const Weight &kernel = *layer.weights()[0], &bias = *layer.weights()[1];
  CHECK(kernel.regularizer()->name() == "L2");
  CHECK(bias.regularizer()->name() == "L1");
  CHECK(kernel.constraint()->name() == "MaxNorm");
  CHECK(bias.constraint()->name() == "NonNeg");
  CHECK(layer.activity_regularizer()->name() == "L1");
}

TEST_CASE("DepthwiseConv2D says what is wrong") {
  CHECK(error_of([] { DepthwiseConv2D(3, {.depth_multiplier = 0}); }) ==
        "Layer \"depthwise_conv2d\" (DepthwiseConv2D): depth_multiplier must be positive, but received 0.");
  CHECK(error_of([] {
          DepthwiseConv2D({3, 0});
        }) ==
        "Layer \"depthwise_conv2d\" (DepthwiseConv2D): kernel_size must be from 1 to 32767, but received (3, "
        "0).");
  CHECK(error_of([] { DepthwiseConv2D(3, {.strides = -1}); }) ==
        "Layer \"depthwise_conv2d\" (DepthwiseConv2D): strides must be from 1 to 32767, but received (-1, "
        "-1).");
  CHECK(error_of([] { DepthwiseConv2D(3, {.dilation_rate = 0}); }) ==
        "Layer \"depthwise_conv2d\" (DepthwiseConv2D): dilation_rate must be from 1 to 32767, but received "
        "(0, 0).");
  CHECK(error_of([] { DepthwiseConv2D(3, {.padding = "full"}); }) ==
        "Layer \"depthwise_conv2d\" (DepthwiseConv2D): unknown padding \"full\". Known: \"valid\", "
        "\"same\".");
  CHECK(error_of([] {
          connect(DepthwiseConv2D(1, {.depth_multiplier = 1 << 30}), {None, 2, 2, 4});
        }) ==
        "Layer \"depthwise_conv2d\" (DepthwiseConv2D): a dimension of its output would be 4294967296, but at "
        "most 2147483647 is possible: use a smaller input.");
}
