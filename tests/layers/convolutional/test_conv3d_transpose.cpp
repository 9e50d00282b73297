#include "keratin/layers/convolutional/conv3d_transpose.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"
#include "support/volume_sweep.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

Conv3DTransposeOptions options_of(const Arguments& arguments) {
  const auto [d, r, c] = arguments.triple("strides", 1);
  const auto [dilation_d, dilation_r, dilation_c] = arguments.triple("dilation_rate", 1);
  Conv3DTransposeOptions options{.strides = {d, r, c},
                                 .padding = arguments.text("padding", "valid"),
                                 .data_format = arguments.text("data_format", ""),
                                 .dilation_rate = {dilation_d, dilation_r, dilation_c},
                                 .activation = arguments.text("activation", "linear"),
                                 .use_bias = arguments.flag("use_bias", true)};
  if (arguments.has("output_padding")) {
    const auto [depth, rows, columns] = arguments.triple("output_padding", 0);
    options.output_padding = {depth, rows, columns};
  }
  return options;
}

}  // namespace

TEST_CASE("Conv3DTranspose is a layer") {
  check_layer(
      [] {
        return std::make_shared<Conv3DTranspose>(3, Size3D{2, 3, 1}, Conv3DTransposeOptions{.strides = 2});
      },
      {2, 2, 3, 2, 2},
      {.output_shape = {2, 4, 7, 4, 3}, .weights = {{2, 3, 1, 3, 2}, {3}}, .refused_inputs = {{2, 4, 5, 2}}});
}

TEST_CASE("Conv3DTranspose computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Conv3DTranspose")) {
    INFO(golden.name);
    const auto [depth, rows, columns] = golden.arguments.triple("kernel_size", 1);
    Conv3DTranspose layer(golden.arguments.integer("filters", 1), {depth, rows, columns},
                          options_of(golden.arguments));
    check_golden(layer, golden, 2e-6);
  }
}

TEST_CASE("Conv3DTranspose and its gradients equal the double loop for every geometry") {
  for_each_volume([](const VolumeGeometry& g) {
    const int added = g.output_padding.value_or(0);
    if (added >= g.strides.depth || added >= g.strides.rows) return;
    Conv3DTransposeOptions options{.strides = g.strides, .padding = g.padding, .dilation_rate = g.dilation};
    std::optional<reference::Triple> output_padding;
    if (g.output_padding) {
      options.output_padding = added;
      output_padding = {added, added, added};
    }
    Conv3DTranspose layer(2, g.kernel, options);
    const Shape input{1, 2, 3, 2, 2}, output = layer.compute_output_shape(input);
    if (std::any_of(output.begin(), output.end(), [](int size) { return size <= 0; })) return;
    check_reference(layer, input, [&](const reference::Array& x, const auto& weights) {
      return reference::conv3d_transpose(x, weights[0], weights[1], triple(g.strides),
                                         reference::padding_from(g.padding), output_padding,
                                         triple(g.dilation));
    });
  });
}

TEST_CASE("Conv3DTranspose doubles with strides of 2 and padding \"same\"") {
  const Shape input{None, 4, 8, 8, 16};
  CHECK(Conv3DTranspose(8, 3, {.strides = 2, .padding = "same"}).compute_output_shape(input) ==
        Shape{None, 8, 16, 16, 8});
  CHECK(Conv3DTranspose(8, 3, {.strides = 2}).compute_output_shape(input) == Shape{None, 9, 17, 17, 8});
  CHECK(Conv3DTranspose(8, {1, 2, 3}, {.strides = {1, 2, 3}}).compute_output_shape(input) ==
        Shape{None, 4, 16, 24, 8});
  CHECK(Conv3DTranspose(8, 3, {.strides = 2, .padding = "same", .output_padding = {{1, 0, 1}}})
            .compute_output_shape(input) == Shape{None, 8, 15, 16, 8});
  CHECK(Conv3DTranspose(1, 3, {.strides = 2}).compute_output_shape({None, None, 3, None, 1}) ==
        Shape{None, None, 7, None, 1});
}

TEST_CASE("Conv3DTranspose comes back from JSON") {
  Sequential model;
  model.add(Conv3DTranspose(
      2, {1, 2, 3}, {.strides = {1, 2, 2}, .output_padding = {{0, 1, 1}}, .input_shape = {2, 3, 4, 1}}));
  CHECK(model_from_json(model.to_json()).to_json() == model.to_json());
}

TEST_CASE("Conv3DTranspose says what is wrong") {
  CHECK(error_of([] { Conv3DTranspose(-1, 3); }) ==
        "Layer \"conv3d_transpose\" (Conv3DTranspose): filters must be positive, but received -1.");
  CHECK(
      error_of([] {
        Conv3DTranspose(1, 3, {.strides = 2, .output_padding = {{1, 1, 2}}});
      }) ==
      "Layer \"conv3d_transpose\" (Conv3DTranspose): output_padding must be from 0 to less than the strides "
      "(2, 2, 2), but received (1, 1, 2).");
  CHECK(
      error_of([] {
        Conv3DTranspose(1, 3, {.strides = {1, 2, 1}, .dilation_rate = 3});
      }) ==
      "Layer \"conv3d_transpose\" (Conv3DTranspose): strides (1, 2, 1) cannot be combined with dilation_rate "
      "(3, 3, 3): one of them must be 1.");
}
