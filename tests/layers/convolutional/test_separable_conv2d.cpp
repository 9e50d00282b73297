#include "keratin/layers/convolutional/separable_conv2d.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/convolution_sweep.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

SeparableConv2DOptions options_of(const Arguments& arguments) {
  const auto [stride_rows, stride_columns] = arguments.pair("strides", {1, 1});
  const auto [dilation_rows, dilation_columns] = arguments.pair("dilation_rate", {1, 1});
  return {.strides = {stride_rows, stride_columns},
          .padding = arguments.text("padding", "valid"),
          .data_format = arguments.text("data_format", ""),
          .dilation_rate = {dilation_rows, dilation_columns},
          .depth_multiplier = arguments.integer("depth_multiplier", 1),
          .activation = arguments.text("activation", "linear"),
          .use_bias = arguments.flag("use_bias", true)};
}

}  // namespace

TEST_CASE("SeparableConv2D is a layer") {
  check_layer(
      [] {
        return std::make_shared<SeparableConv2D>(4, Size2D{2, 3},
                                                 SeparableConv2DOptions{.depth_multiplier = 2});
      },
      {2, 4, 5, 3},
      {.output_shape = {2, 3, 3, 4},
       .weights = {{2, 3, 3, 2}, {1, 1, 6, 4}, {4}},
       .refused_inputs = {{2, 4, 5}, {2, 1, 5, 3}, {None, 4, 5, None}}});
}

TEST_CASE("SeparableConv2D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("SeparableConv2D")) {
    const auto [rows, columns] = golden.arguments.pair("kernel_size", {1, 1});
    SeparableConv2D layer(golden.arguments.integer("filters", 1), {rows, columns},
                          options_of(golden.arguments));
    check_golden(layer, golden, 2e-6);
  }
}

TEST_CASE("SeparableConv2D and its gradients equal the double loop for every geometry") {
  for_each_geometry([](const Geometry& g) {
    if (g.output_padding) return;
    const int reach = (std::max(g.kernel, g.other_kernel()) - 1) * g.dilation + 1;
    if (g.padding == "valid" && reach > std::min(g.rows, g.columns)) return;
    SeparableConv2D layer(2, {g.kernel, g.other_kernel()},
                          {.strides = g.stride,
                           .padding = g.padding,
                           .dilation_rate = g.dilation,
                           .depth_multiplier = g.kernel % 2 + 1});
    check_reference(layer, {2, g.rows, g.columns, 3}, [&](const reference::Array& x, const auto& weights) {
      const reference::Array between =
          reference::depthwise_conv2d(x, weights[0], {}, {g.stride, g.stride},
                                      reference::padding_from(g.padding), {g.dilation, g.dilation});
      return reference::conv2d(between, weights[1], weights[2], {1, 1}, reference::Padding::valid, {1, 1});
    });
  });
}

TEST_CASE("SeparableConv2D trains only one of its kernels if its input's gradient is not needed") {
  const SeparableConv2D layer = connected(SeparableConv2D(2, 3), {2, 5, 5, 3});
  const Tensor x = random_tensor({2, 5, 5, 3}), dy = random_tensor({2, 3, 3, 2}, 2);
  const Step whole = train(layer, x, dy);
  for (const std::size_t trained : {0u, 1u}) {
    const Weight* weight = layer.weights()[trained];
    Tensor sums = zero_tensor(weight->shape());
    const Gradients gradients{{weight, Buffer(sums.data(), weight->shape())}};
    StepTape tape;
    tape.begin_training(gradients);
    tape.set_needs_input_gradient(false);
    LayerAccess::run_forward(layer, View(x), tape);
    LayerAccess::run_backward(layer, View(dy), tape);
    CHECK(tape.empty());
    CHECK_FALSE(tape.needs_input_gradient());
    require_close(sums, whole.dweights[trained], 1e-6);
  }
}

TEST_CASE("SeparableConv2D takes its arguments in each of their forms") {
  const Shape input{None, 8, 8, 3};
  CHECK(SeparableConv2D(5, 3).compute_output_shape(input) == Shape{None, 6, 6, 5});
  CHECK(SeparableConv2D(5, {3, 3}, {.strides = 2, .padding = "same", .activation = "relu"})
            .compute_output_shape(input) == Shape{None, 4, 4, 5});
  CHECK(SeparableConv2D(5, 1, {.data_format = "channels_first"}).compute_output_shape({None, 3, None, 7}) ==
        Shape{None, 5, None, 7});
}

TEST_CASE("SeparableConv2D counts its multiply-adds") {
  SeparableConv2D layer(7, 3, {.strides = 2, .padding = "same", .depth_multiplier = 2});
  connect(layer, {None, 28, 28, 5});
  CHECK(layer.multiply_adds({1, 28, 28, 5}) == 14u * 14 * (9 * 10 + 10 * 7));
}

TEST_CASE("SeparableConv2D passes its weights their regularizers and constraints") {
  const SeparableConv2D layer = connected(SeparableConv2D(4, 3,
                                                          {.depthwise_regularizer = "l2",
                                                           .pointwise_regularizer = "l1_l2",
                                                           .bias_regularizer = "l1",
                                                           .activity_regularizer = "l1",
                                                           .depthwise_constraint = "max_norm",
                                                           .pointwise_constraint = "unit_norm",
                                                           .bias_constraint = "non_neg"}),
                                          {None, 5, 5, 2});
  const Weight &kernel = *layer.weights()[0], &pointwise = *layer.weights()[1], &bias = *layer.weights()[2];
  CHECK(kernel.regularizer()->name() == "L2");
  CHECK(pointwise.regularizer()->name() == "L1L2");
  CHECK(pointwise.constraint()->name() == "UnitNorm");
  CHECK(bias.regularizer()->name() == "L1");
  CHECK(kernel.constraint()->name() == "MaxNorm");
  CHECK(bias.constraint()->name() == "NonNeg");
  CHECK(layer.activity_regularizer()->name() == "L1");
}

TEST_CASE("SeparableConv2D says what is wrong") {
  const std::string layer = "Layer \"separable_conv2d\" (SeparableConv2D): ";
  CHECK(error_of([] { SeparableConv2D(0, 3); }) == layer + "filters must be positive, but received 0.");
  CHECK(error_of([] { SeparableConv2D(1, 3, {.depth_multiplier = -2}); }) ==
        layer + "depth_multiplier must be positive, but received -2.");
  CHECK(error_of([] { SeparableConv2D(1, 0); }) ==
        layer + "kernel_size must be from 1 to 32767, but received (0, 0).");
  CHECK(error_of([] { SeparableConv2D(1, 3, {.padding = "full"}); }) ==
        layer + "unknown padding \"full\". Known: \"valid\", \"same\".");
  CHECK(error_of([] {
          connect(SeparableConv2D(1, 3), {None, 2, 5, 1});
        }) ==
        layer +
            "nothing is left of an input of shape (None, 2, 5, 1): the output would have shape (None, 0, "
            "3, 1). Use a larger input, a smaller window or crop, or padding \"same\".");
}
