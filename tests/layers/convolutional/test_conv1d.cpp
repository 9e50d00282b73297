#include "keratin/layers/convolutional/conv1d.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"
#include "support/sequences.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

Conv1DOptions options_of(const Arguments& arguments) {
  return {.strides = arguments.integer("strides", 1),
          .padding = arguments.text("padding", "valid"),
          .data_format = arguments.text("data_format", ""),
          .dilation_rate = arguments.integer("dilation_rate", 1),
          .groups = arguments.integer("groups", 1),
          .activation = arguments.text("activation", "linear"),
          .use_bias = arguments.flag("use_bias", true)};
}

/// A causal convolution is a valid one behind zeros.
reference::Array convolved(const reference::Array& x, const std::vector<reference::Array>& weights,
                           int stride, const std::string& padding, int dilation) {
  reference::Array image = reference::as_image(x);
  if (padding == "causal")
    image = reference::zero_padding(image, {{{(weights[0].shape[0] - 1) * dilation, 0}, {0, 0}}});
  return reference::as_sequence(
      reference::conv2d(image, reference::as_image_kernel(weights[0]), weights[1], {stride, 1},
                        reference::padding_from(padding == "causal" ? "valid" : padding), {dilation, 1}));
}

}  // namespace

TEST_CASE("Conv1D is a layer") {
  check_layer([] { return std::make_shared<Conv1D>(3, 2); }, {2, 5, 4},
              {.output_shape = {2, 4, 3},
               .weights = {{2, 4, 3}, {3}},
               .refused_inputs = {{2, 5}, {2, 1, 4}, {2, 5, 4, 1}}});
}

TEST_CASE("Conv1D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Conv1D")) {
    Conv1D layer(golden.arguments.integer("filters", 1), golden.arguments.integer("kernel_size", 1),
                 options_of(golden.arguments));
    check_golden(layer, golden, 2e-6);
  }
}

TEST_CASE("Conv1D and its gradients equal the double loop for every geometry") {
  for (const int kernel : {1, 2, 3, 5}) {
    for (const auto& [stride, dilation] :
         {std::pair(1, 1), std::pair(2, 1), std::pair(3, 1), std::pair(1, 2)}) {
      for (const std::string padding : {"valid", "same", "causal"}) {
        for (const int steps : {4, 7, 10}) {
          if (padding == "valid" && (kernel - 1) * dilation + 1 > steps) continue;
          Conv1D layer(2, kernel, {.strides = stride, .padding = padding, .dilation_rate = dilation});
          INFO("kernel " << kernel << " stride " << stride << " dilation " << dilation << ' ' << padding);
          check_reference(layer, {2, steps, 3}, [&](const reference::Array& x, const auto& weights) {
            return convolved(x, weights, stride, padding, dilation);
          });
        }
      }
    }
  }
}

TEST_CASE("Conv1D equals the double loop for wide kernels") {
  for (const std::string padding : {"valid", "same", "causal"}) {
    Conv1D layer(20, 3, {.padding = padding});
    check_reference(layer, {2, 30, 18}, [&](const reference::Array& x, const auto& weights) {
      return convolved(x, weights, 1, padding, 1);
    });
  }
}

TEST_CASE("Conv1D by groups equals convolutions of the parts") {
  const int groups = 3;
  Conv1D layer(6, 2, {.groups = groups});
  check_reference(layer, {2, 5, 6}, [](const reference::Array& x, const auto& weights) {
    reference::Array y = reference::zeros({2, 4, 6});
    for (int b = 0; b < 2; ++b)
      for (int step = 0; step < 4; ++step)
        for (int filter = 0; filter < 6; ++filter) {
          double& sum = y.data[static_cast<std::size_t>((b * 4 + step) * 6 + filter)];
          sum = weights[1].data[static_cast<std::size_t>(filter)];
          for (int i = 0; i < 2; ++i)
            for (int channel = 0; channel < 2; ++channel)
              sum += x.data[static_cast<std::size_t>((b * 5 + step + i) * 6 + filter / 2 * 2 + channel)] *
                     weights[0].data[static_cast<std::size_t>((i * 2 + channel) * 6 + filter)];
        }
    return y;
  });
}

TEST_CASE("Conv1D takes its arguments in each of their forms") {
  const Shape input{None, 8, 1};
  CHECK(Conv1D(64, 3).compute_output_shape(input) == Shape{None, 6, 64});
  CHECK(Conv1D(64, 3, {.strides = 2, .padding = "same", .activation = "relu"}).compute_output_shape(input) ==
        Shape{None, 4, 64});
  CHECK(Conv1D(1, 3, {.padding = "CAUSAL"}).compute_output_shape({None, None, 7}) == Shape{None, None, 1});
  CHECK(Conv1D(1, 9, {.strides = 3, .padding = "causal"}).compute_output_shape(input) == Shape{None, 3, 1});
}

TEST_CASE("Conv1D counts its multiply-adds") {
  Conv1D layer(64, 3, {.strides = 2, .padding = "same"});
  connect(layer, {None, 28, 5});
  CHECK(layer.multiply_adds({1, 28, 5}) == 14u * 3 * 5 * 64);
}

TEST_CASE("Conv1D's weights are penalized and constrained") {
  Sequential model;
  model.add(Conv1D(
      2, 3,
      {.kernel_regularizer = regularizers::L1(0.5), .bias_constraint = "non_neg", .input_shape = {6, 1}}));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const Tensor x = zero_tensor({4, 6, 1}), y = model.predict(x) - 1.0f;  // the kernel has no other gradient
  const Tensor kernel = model.get_weights()[0];
  model.train_on_batch(x, y);
  Tensor expected = kernel;
  for (float& weight : expected) weight -= 0.01f * (weight > 0.0f ? 0.5f : -0.5f);
  require_close(model.get_weights()[0], expected, 1e-6);
  require_close(model.get_weights()[1], zero_tensor({2}), 0);
}

TEST_CASE("Conv1D says what is wrong") {
  const std::string begin = "Layer \"conv1d\" (Conv1D): ";
  CHECK(error_of([] { Conv1D(0, 3); }) == begin + "filters must be positive, but received 0.");
  CHECK(error_of([] { Conv1D(1, 0); }) == begin + "kernel_size must be from 1 to 32767, but received 0.");
  CHECK(error_of([] { Conv1D(1, 3, {.strides = -2}); }) ==
        begin + "strides must be from 1 to 32767, but received -2.");
  CHECK(error_of([] { Conv1D(1, 3, {.padding = "full"}); }) ==
        begin + "unknown padding \"full\". Known: \"valid\", \"same\", \"causal\".");
  CHECK(error_of([] { Conv1D(1, 3, {.strides = 2, .dilation_rate = 3}); }) ==
        begin + "strides 2 cannot be combined with dilation_rate 3: one of them must be 1.");
  CHECK(error_of([] { Conv1D(4, 3, {.groups = 3}); }) ==
        begin + "filters must be a multiple of groups 3, but received 4.");
  CHECK(error_of([] { Conv1D(4, 3, {.groups = 0}); }) == begin + "groups must be positive, but received 0.");
  CHECK(error_of([] {
          connect(Conv1D(4, 3, {.groups = 2}), {None, 5, 3});
        }) ==
        begin + "the channels of its input must be a multiple of groups 2, but received shape (None, 5, 3).");
  CHECK(error_of([] {
          connect(Conv1D(1, 3), {None, 2, 1});
        }) == begin +
                  "nothing is left of an input of shape (None, 2, 1): the output would have shape (None, 0, "
                  "1). Use a "
                  "larger input, a smaller window or crop, or padding \"same\".");
  CHECK(error_of([] {
          connect(Conv1D(1, 3), {None, 5, None});
        }) == begin +
                  "the channels of its input must be known, but received shape (None, 5, None). Give the "
                  "model's input a number in place of that None.");
}
