#include "bad_input/rows.hpp"
#include "keratin/layers.hpp"

namespace keratin::testing {

using namespace layers;

namespace {

/// What all convolutions have.
template <class Options, class Make>
void add_convolution(Rows& rows, const Make& make) {
  rows.field("strides", &Options::strides, no_size, make)
      .field("padding", &Options::padding, unknown, make)
      .field("data_format", &Options::data_format, unknown, make)
      .field("dilation_rate", &Options::dilation_rate, no_size, make)
      .field("activation", &Options::activation, unknown, make)
      .field("bias_initializer", &Options::bias_initializer, unknown, make)
      .field("bias_regularizer", &Options::bias_regularizer, unknown, make)
      .field("activity_regularizer", &Options::activity_regularizer, unknown, make)
      .field("bias_constraint", &Options::bias_constraint, unknown, make);
}

template <class Options, class Make>
void add_kernel(Rows& rows, const Make& make) {
  rows.field("kernel_initializer", &Options::kernel_initializer, unknown, make)
      .field("kernel_regularizer", &Options::kernel_regularizer, unknown, make)
      .field("kernel_constraint", &Options::kernel_constraint, unknown, make);
}

template <class Options, class Make>
void add_depthwise(Rows& rows, const Make& make) {
  rows.field("depth_multiplier", &Options::depth_multiplier, no_size, make)
      .field("depthwise_initializer", &Options::depthwise_initializer, unknown, make)
      .field("depthwise_regularizer", &Options::depthwise_regularizer, unknown, make)
      .field("depthwise_constraint", &Options::depthwise_constraint, unknown, make);
}

/// Conv1D, Conv2D, Conv3D and the transposed ones.
template <class Layer, class Options>
void add_class(Rows& rows, const std::string& name) {
  const auto make = [](const Options& options) { return Layer(4, 3, options); };
  rows.of(name)
      .values("filters", no_size, [](int filters) { Layer(filters, 3); })
      .values("kernel_size", no_size, [](int size) { Layer(2, size); });
  add_convolution<Options>(rows, make);
  add_kernel<Options>(rows, make);
}

void add_groups(Rows& rows) {
  rows.of("Conv1D").field("groups", &Conv1DOptions::groups, no_size,
                          [](const Conv1DOptions& options) { return Conv1D(4, 3, options); });
  rows.add("groups", "3", [] { Conv1D(4, 3, {.groups = 3}); });
  rows.of("Conv2D").field("groups", &Conv2DOptions::groups, no_size,
                          [](const Conv2DOptions& options) { return Conv2D(4, 3, options); });
  rows.add("groups", "3", [] { Conv2D(4, 3, {.groups = 3}); });
  rows.add("kernel_size", "(3, 0)", [] { Conv2D(4, {3, 0}); });
  rows.add("strides", "(-2, 1)", [] { Conv2D(4, 3, {.strides = {-2, 1}}); });
  rows.add("strides and dilation_rate", "2", [] { Conv2D(4, 3, {.strides = 2, .dilation_rate = 2}); });
  rows.add("padding", "causal", [] { Conv2D(4, 3, {.padding = "causal"}); });
  rows.of("Conv3D").field("groups", &Conv3DOptions::groups, no_size,
                          [](const Conv3DOptions& options) { return Conv3D(4, 3, options); });
  rows.add("kernel_size", "(3, 0, 3)", [] { Conv3D(4, {3, 0, 3}); });
  rows.add("strides", "(1, 1, -2)", [] { Conv3D(4, 3, {.strides = {1, 1, -2}}); });
  rows.add("strides and dilation_rate", "2", [] { Conv3D(4, 3, {.strides = 2, .dilation_rate = 2}); });
  rows.add("padding", "causal", [] { Conv3D(4, 3, {.padding = "causal"}); });
  rows.of("Conv3DTranspose").values("output_padding", std::vector<int>{-1, 2, least, most}, [](int padding) {
    Conv3DTranspose(4, 3, {.strides = 2, .output_padding = padding});
  });
  rows.of("Conv1DTranspose").values("output_padding", std::vector<int>{-1, 2, least, most}, [](int padding) {
    Conv1DTranspose(4, 3, {.strides = 2, .output_padding = padding});
  });
  rows.of("Conv2DTranspose").values("output_padding", std::vector<int>{-1, 2, least, most}, [](int padding) {
    Conv2DTranspose(4, 3, {.strides = 2, .output_padding = padding});
  });
}

}  // namespace

Rows convolution_rows() {
  Rows rows;
  add_class<Conv1D, Conv1DOptions>(rows, "Conv1D");
  add_class<Conv1DTranspose, Conv1DTransposeOptions>(rows, "Conv1DTranspose");
  add_class<Conv2D, Conv2DOptions>(rows, "Conv2D");
  add_class<Conv2DTranspose, Conv2DTransposeOptions>(rows, "Conv2DTranspose");
  add_class<Conv3D, Conv3DOptions>(rows, "Conv3D");
  add_class<Conv3DTranspose, Conv3DTransposeOptions>(rows, "Conv3DTranspose");
  add_groups(rows);

  const auto depthwise = [](const DepthwiseConv2DOptions& options) { return DepthwiseConv2D(3, options); };
  rows.of("DepthwiseConv2D").values("kernel_size", no_size, [](int size) {
    const DepthwiseConv2D layer(size);
  });
  add_convolution<DepthwiseConv2DOptions>(rows, depthwise);
  add_depthwise<DepthwiseConv2DOptions>(rows, depthwise);

  const auto separable = [](const SeparableConv2DOptions& options) { return SeparableConv2D(4, 3, options); };
  rows.of("SeparableConv2D")
      .values("filters", no_size, [](int filters) { SeparableConv2D(filters, 3); })
      .values("kernel_size", no_size, [](int size) { SeparableConv2D(4, size); });
  add_convolution<SeparableConv2DOptions>(rows, separable);
  add_depthwise<SeparableConv2DOptions>(rows, separable);
  rows.field("pointwise_initializer", &SeparableConv2DOptions::pointwise_initializer, unknown, separable)
      .field("pointwise_regularizer", &SeparableConv2DOptions::pointwise_regularizer, unknown, separable)
      .field("pointwise_constraint", &SeparableConv2DOptions::pointwise_constraint, unknown, separable);
  return rows;
}

}  // namespace keratin::testing
