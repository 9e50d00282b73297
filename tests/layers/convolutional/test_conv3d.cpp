#include <cmath>

#include "keratin/layers.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"
#include "support/volume_sweep.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

Conv3DOptions options_of(const Arguments& arguments) {
  const auto [d, r, c] = arguments.triple("strides", 1);
  const auto [dilation_d, dilation_r, dilation_c] = arguments.triple("dilation_rate", 1);
  return {.strides = {d, r, c},
          .padding = arguments.text("padding", "valid"),
          .data_format = arguments.text("data_format", ""),
          .dilation_rate = {dilation_d, dilation_r, dilation_c},
          .groups = arguments.integer("groups", 1),
          .activation = arguments.text("activation", "linear"),
          .use_bias = arguments.flag("use_bias", true)};
}

}  // namespace

TEST_CASE("Conv3D is a layer") {
  check_layer(
      [] {
        return std::make_shared<Conv3D>(3, Size3D{2, 3, 1});
      },
      {2, 3, 4, 5, 2},
      {.output_shape = {2, 2, 2, 5, 3},
       .weights = {{2, 3, 1, 2, 3}, {3}},
       .refused_inputs = {{2, 4, 5, 2}, {2, 1, 4, 5, 2}}});
}

TEST_CASE("Conv3D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Conv3D")) {
    INFO(golden.name);
    const auto [depth, rows, columns] = golden.arguments.triple("kernel_size", 1);
    Conv3D layer(golden.arguments.integer("filters", 1), {depth, rows, columns},
                 options_of(golden.arguments));
    check_golden(layer, golden, 2e-6);
  }
}

TEST_CASE("Conv3D and its gradients equal the double loop for every geometry") {
  for_each_volume([](const VolumeGeometry& g) {
    if (g.output_padding) return;
    if (g.padding == "valid" && !g.fits_whole()) return;
    Conv3D layer(2, g.kernel, {.strides = g.strides, .padding = g.padding, .dilation_rate = g.dilation});
    check_reference(layer, g.input, [&](const reference::Array& x, const auto& weights) {
      return reference::conv3d(x, weights[0], weights[1], triple(g.strides),
                               reference::padding_from(g.padding), triple(g.dilation));
    });
  });
}

TEST_CASE("Conv3D by groups of channels and its gradients equal the double loop") {
  for (const int groups : {2, 4}) {
    Conv3D layer(4, {2, 3, 2}, {.strides = {1, 2, 1}, .padding = "same", .groups = groups});
    check_reference(layer, {2, 3, 4, 3, 4}, [&](const reference::Array& x, const auto& weights) {
      return reference::conv3d(x, weights[0], weights[1], {1, 2, 1}, reference::Padding::same, {1, 1, 1});
    });
  }
}

TEST_CASE("Conv3D takes its arguments in each of their forms") {
  const Shape input{None, 8, 8, 8, 1};
  CHECK(Conv3D(64, 3).compute_output_shape(input) == Shape{None, 6, 6, 6, 64});
  CHECK(Conv3D(4, {1, 3, 5}, {.strides = {2, 1, 1}}).compute_output_shape(input) == Shape{None, 4, 6, 4, 4});
  CHECK(Conv3D(1, 3, {.strides = 2, .padding = "SAME"}).compute_output_shape({None, None, 7, None, 2}) ==
        Shape{None, None, 4, None, 1});
  CHECK(Conv3D(2, 3, {.data_format = "channels_first"}).compute_output_shape({None, 1, 8, 7, 6}) ==
        Shape{None, 2, 6, 5, 4});
}

TEST_CASE("Conv3D is fused with the BatchNormalization and the rectifier after it") {
  const auto with = [](const Shape& input, auto&&... layers) {
    Sequential model;
    model.add(Input(input));
    (model.add(std::move(layers)), ...);
    return model;
  };
  Sequential whole =
      with({4, 5, 6, 2}, Conv3D(3, 3, {.padding = "same"}), BatchNormalization(), LeakyReLU(0.1));
  std::vector<Tensor> weights;
  for (const Tensor& weight : whole.get_weights()) {
    Tensor& value = weights.emplace_back(random_tensor(shape_of(weight)));
    for (float& number : value) number = std::abs(number) + 0.5f;  // a variance must be positive
  }
  whole.set_weights(weights);
  Sequential first = with({4, 5, 6, 2}, Conv3D(3, 3, {.padding = "same"})),
             second = with({4, 5, 6, 3}, BatchNormalization(), LeakyReLU(0.1));
  first.set_weights({weights[0], weights[1]});
  second.set_weights({weights[2], weights[3], weights[4], weights[5]});
  const Tensor x = random_tensor({2, 4, 5, 6, 2});
  require_close(whole.predict(x), second.predict(first.predict(x)), 1e-6);
}

TEST_CASE("Conv3D comes back from JSON, and counts its multiply-adds") {
  Sequential model;
  model.add(Conv3D(6, {2, 3, 3},
                   {.strides = {1, 2, 2}, .padding = "same", .groups = 2, .input_shape = {4, 6, 6, 4}}));
  const Sequential again = model_from_json(model.to_json());
  CHECK(again.to_json() == model.to_json());
  CHECK(model.layers()[0]->multiply_adds({1, 4, 6, 6, 4}) == 4u * 3 * 3 * 18 * 2 * 6);
}

TEST_CASE("Conv3D says what is wrong") {
  CHECK(error_of([] {
          Conv3D(1, {3, 3, 0});
        }) == "Layer \"conv3d\" (Conv3D): kernel_size must be from 1 to 32767, but received (3, 3, 0).");
  CHECK(
      error_of([] {
        Conv3D(1, 3, {.strides = 2, .dilation_rate = {1, 2, 1}});
      }) ==
      "Layer \"conv3d\" (Conv3D): strides (2, 2, 2) cannot be combined with dilation_rate (1, 2, 1): one of "
      "them must be 1.");
  CHECK(error_of([] { Conv3D(4, 3, {.groups = 3}); }) ==
        "Layer \"conv3d\" (Conv3D): filters must be a multiple of groups 3, but received 4.");
  CHECK(
      error_of([] {
        connect(Conv3D(1, 3), {None, 5, 2, 5, 1});
      }) ==
      "Layer \"conv3d\" (Conv3D): nothing is left of an input of shape (None, 5, 2, 5, 1): the output would "
      "have shape (None, 3, 0, 3, 1). Use a larger input, a smaller window or crop, or padding \"same\".");
  CHECK(
      error_of([] {
        connect(Conv3D(1, 3), {None, 5, 5, 1});
      }) ==
      "Layer \"conv3d\" (Conv3D): expected an input of 5 dimensions, batch included, but received shape "
      "(None, 5, 5, 1). If the axis of the channels is missing, add it: in a first layer .input_shape = {5, "
      "5, 1, 1}, of data x.reshape({-1, 5, 5, 1, 1}); in front of another layer Reshape({5, 5, 1, 1}).");
}
