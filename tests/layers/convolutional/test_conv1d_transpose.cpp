#include "keratin/layers/convolutional/conv1d_transpose.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"
#include "support/sequences.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

Conv1DTransposeOptions options_of(const Arguments& arguments) {
  Conv1DTransposeOptions options{.strides = arguments.integer("strides", 1),
                                 .padding = arguments.text("padding", "valid"),
                                 .data_format = arguments.text("data_format", ""),
                                 .dilation_rate = arguments.integer("dilation_rate", 1),
                                 .activation = arguments.text("activation", "linear"),
                                 .use_bias = arguments.flag("use_bias", true)};
  if (arguments.has("output_padding")) options.output_padding = arguments.integer("output_padding", 0);
  return options;
}

}  // namespace

TEST_CASE("Conv1DTranspose is a layer") {
  check_layer(
      [] { return std::make_shared<Conv1DTranspose>(3, 3, Conv1DTransposeOptions{.strides = 2}); }, {2, 5, 4},
      {.output_shape = {2, 11, 3}, .weights = {{3, 3, 4}, {3}}, .refused_inputs = {{2, 5}, {2, 5, 4, 1}}});
}

TEST_CASE("Conv1DTranspose computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Conv1DTranspose")) {
    Conv1DTranspose layer(golden.arguments.integer("filters", 1), golden.arguments.integer("kernel_size", 1),
                          options_of(golden.arguments));
    check_golden(layer, golden, 2e-6);
  }
}

TEST_CASE("Conv1DTranspose and its gradients equal the double loop for every geometry") {
  for (const int kernel : {1, 2, 3, 5}) {
    for (const auto& [stride, dilation] :
         {std::pair(1, 1), std::pair(2, 1), std::pair(3, 1), std::pair(1, 2)}) {
      for (const std::string padding : {"valid", "same"}) {
        for (const std::optional<int> added : {std::optional<int>(), std::optional(0), std::optional(1)}) {
          if (added && *added >= stride) continue;
          const Conv1DTransposeOptions options{
              .strides = stride, .padding = padding, .output_padding = added, .dilation_rate = dilation};
          Conv1DTranspose layer(2, kernel, options);
          if (layer.compute_output_shape({2, 4, 3})[1] <= 0) continue;
          INFO("kernel " << kernel << " stride " << stride << " dilation " << dilation << ' ' << padding);
          check_reference(layer, {2, 4, 3}, [&](const reference::Array& x, const auto& weights) {
            const auto output_padding = added ? std::optional(reference::Pair{*added, 0}) : std::nullopt;
            return reference::as_sequence(reference::conv2d_transpose(
                reference::as_image(x), reference::as_image_kernel(weights[0]), weights[1], {stride, 1},
                reference::padding_from(padding), output_padding, {dilation, 1}));
          });
        }
      }
    }
  }
}

TEST_CASE("Conv1DTranspose has Keras's output sizes") {
  CHECK(Conv1DTranspose(4, 3, {.strides = 2}).compute_output_shape({None, 5, 1}) == Shape{None, 11, 4});
  CHECK(Conv1DTranspose(4, 3, {.strides = 2, .padding = "SAME"}).compute_output_shape({None, 5, 1}) ==
        Shape{None, 10, 4});
  CHECK(Conv1DTranspose(4, 3).compute_output_shape({None, None, 1}) == Shape{None, None, 4});
}

TEST_CASE("Conv1DTranspose counts its multiply-adds") {
  Conv1DTranspose layer(6, 3, {.strides = 2});
  connect(layer, {None, 7, 5});
  CHECK(layer.multiply_adds({1, 7, 5}) == 7u * 3 * 5 * 6);
}

TEST_CASE("Conv1DTranspose's weights are penalized and constrained") {
  Sequential model;
  model.add(Conv1DTranspose(
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

TEST_CASE("Conv1DTranspose says what is wrong") {
  const std::string begin = "Layer \"conv1d_transpose\" (Conv1DTranspose): ";
  CHECK(error_of([] { Conv1DTranspose(-1, 3); }) == begin + "filters must be positive, but received -1.");
  CHECK(error_of([] { Conv1DTranspose(1, 3, {.padding = "causal"}); }) ==
        begin + "unknown padding \"causal\". Known: \"valid\", \"same\".");
  for (const int added : {2, -1}) {
    CHECK(error_of([added] { Conv1DTranspose(1, 3, {.strides = 2, .output_padding = added}); }) ==
          begin + "output_padding must be from 0 to less than the strides 2, but received " +
              std::to_string(added) + ".");
  }
  CHECK(error_of([] { Conv1DTranspose(1, 3, {.strides = 2, .dilation_rate = 2}); }) ==
        begin + "strides 2 cannot be combined with dilation_rate 2: one of them must be 1.");
}
