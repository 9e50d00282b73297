#include "keratin/layers/convolutional/conv2d_transpose.hpp"
#include "support/catch.hpp"
#include "support/convolution_sweep.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

Conv2DTransposeOptions options_of(const Arguments& arguments) {
  const auto [stride_rows, stride_columns] = arguments.pair("strides", {1, 1});
  const auto [dilation_rows, dilation_columns] = arguments.pair("dilation_rate", {1, 1});
  Conv2DTransposeOptions options{.strides = {stride_rows, stride_columns},
                                 .padding = arguments.text("padding", "valid"),
                                 .data_format = arguments.text("data_format", ""),
                                 .dilation_rate = {dilation_rows, dilation_columns},
                                 .activation = arguments.text("activation", "linear"),
                                 .use_bias = arguments.flag("use_bias", true)};
  if (arguments.has("output_padding")) {
    const auto [rows, columns] = arguments.pair("output_padding", {0, 0});
    options.output_padding = {rows, columns};
  }
  return options;
}

}  // namespace

TEST_CASE("Conv2DTranspose is a layer") {
  check_layer(
      [] {
        return std::make_shared<Conv2DTranspose>(3, Size2D{2, 3}, Conv2DTransposeOptions{.strides = 2});
      },
      {2, 4, 5, 2},
      {.output_shape = {2, 8, 11, 3}, .weights = {{2, 3, 3, 2}, {3}}, .refused_inputs = {{2, 4, 5}}});
}

TEST_CASE("Conv2DTranspose computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Conv2DTranspose")) {
    INFO(golden.name);
    const auto [rows, columns] = golden.arguments.pair("kernel_size", {1, 1});
    Conv2DTranspose layer(golden.arguments.integer("filters", 1), {rows, columns},
                          options_of(golden.arguments));
    check_golden(layer, golden, 2e-6);
  }
}

TEST_CASE("Conv2DTranspose and its gradients equal the double loop for every geometry") {
  for_each_geometry([](const Geometry& g) {
    if (g.output_padding && *g.output_padding >= g.stride) return;
    Conv2DTransposeOptions options{.strides = g.stride, .padding = g.padding, .dilation_rate = g.dilation};
    std::optional<reference::Pair> output_padding;
    if (g.output_padding) {
      options.output_padding = *g.output_padding;
      output_padding = {*g.output_padding, *g.output_padding};
    }
    Conv2DTranspose layer(2, {g.kernel, g.other_kernel()}, options);
    if (layer.compute_output_shape({1, g.rows, g.columns, 3})[1] <= 0) return;
    check_reference(layer, {2, g.rows, g.columns, 3}, [&](const reference::Array& x, const auto& weights) {
      return reference::conv2d_transpose(x, weights[0], weights[1], {g.stride, g.stride},
                                         reference::padding_from(g.padding), output_padding,
                                         {g.dilation, g.dilation});
    });
  });
}

TEST_CASE("Conv2DTranspose has Keras's output sizes") {
  const auto size = [](int input, int kernel, int stride, const char* padding,
                       std::optional<Size2D> output_padding = {}) {
    const Conv2DTransposeOptions options{
        .strides = stride, .padding = padding, .output_padding = output_padding};
    return Conv2DTranspose(1, kernel, options).compute_output_shape({None, input, input, 1})[1];
  };
  CHECK(size(2, 1, 1, "valid") == 2);
  CHECK(size(2, 3, 1, "valid") == 4);
  CHECK(size(2, 1, 2, "valid") == 4);
  CHECK(size(2, 3, 2, "valid") == 5);
  CHECK(size(5, 3, 2, "valid") == 11);
  CHECK(size(5, 3, 2, "SAME") == 10);
  CHECK(size(7, 4, 2, "same") == 14);
  CHECK(size(5, 3, 2, "same", 0) == 9);
  CHECK(size(5, 3, 2, "same", {{1, 1}}) == 10);
  CHECK(size(5, 3, 3, "valid", 2) == 17);
  CHECK(Conv2DTranspose(1, 3, {.strides = 2}).compute_output_shape({None, None, 3, 1}) ==
        Shape{None, None, 7, 1});
}

TEST_CASE("Conv2DTranspose says what is wrong") {
  CHECK(error_of([] { Conv2DTranspose(-1, 3); }) ==
        "Layer \"conv2d_transpose\" (Conv2DTranspose): filters must be positive, but received -1.");
  CHECK(error_of([] { Conv2DTranspose(1, 3, {.strides = 2, .output_padding = 2}); }) ==
        "Layer \"conv2d_transpose\" (Conv2DTranspose): output_padding must be from 0 to less than the "
        "strides (2, 2), but "
        "received (2, 2).");
  CHECK(error_of([] {
          Conv2DTranspose(1, 3, {.strides = 2, .output_padding = {{1, -1}}});
        }) ==
        "Layer \"conv2d_transpose\" (Conv2DTranspose): output_padding must be from 0 to less than the "
        "strides (2, 2), but "
        "received (1, -1).");
  CHECK(error_of([] {
          Conv2DTranspose(1, 3, {.strides = {1, 2}, .dilation_rate = 3});
        }) ==
        "Layer \"conv2d_transpose\" (Conv2DTranspose): strides (1, 2) cannot be combined with dilation_rate "
        "(3, 3): one of "
        "them must be 1.");
}
