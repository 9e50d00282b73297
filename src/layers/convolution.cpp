#include "layers/convolution.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernels/reduce.hpp"
#include "layers/dimension.hpp"

namespace keratin::layers {

void check_convolution(const Layer& layer, int filters, Size2D kernel_size, Size2D strides,
                       Size2D dilation_rate) {
  if (filters <= 0) layer.fail(fmt::format("filters must be positive, but received {}.", filters));
  check_positive(layer, "kernel_size", kernel_size);
  check_positive(layer, "strides", strides);
  check_positive(layer, "dilation_rate", dilation_rate);
  if (strides != Size2D(1) && dilation_rate != Size2D(1)) {
    layer.fail(
        fmt::format("strides ({}, {}) cannot be combined with dilation_rate ({}, {}): one of them must be 1.",
                    strides.rows, strides.columns, dilation_rate.rows, dilation_rate.columns));
  }
}

int known_channels(const Layer& layer, const Shape& input_shape) {
  if (input_shape.back() == None) {
    layer.fail(fmt::format("the channels of its input must be known, but received shape {}.",
                           to_string(input_shape)));
  }
  return input_shape.back();
}

kernels::Axis transposed_window_axis(const Layer& layer, int input, int window, int stride, int dilation,
                                     Padding padding, std::optional<int> output_padding) {
  if (input == None) return {None, None, window, stride, dilation, 0};
  const std::int64_t reach = (window - 1) * dilation + 1, apart = std::int64_t{input - 1} * stride;
  std::int64_t output = 0;
  if (padding == Padding::valid) {
    output = apart + (output_padding ? reach + *output_padding : std::max<std::int64_t>(reach, stride));
  } else {
    output =
        output_padding ? apart + reach - 2 * (reach / 2) + *output_padding : std::int64_t{input} * stride;
  }
  const std::int64_t cropped =
      padding == Padding::same ? std::max<std::int64_t>(apart + reach - output, 0) / 2 : 0;
  return {output_dimension(layer, output), input, window, stride, dilation, static_cast<int>(cropped)};
}

kernels::TapConv tap_conv_of(const Shape& input_shape, kernels::Axis rows, kernels::Axis columns,
                             int large_channels, int small_channels) {
  return {static_cast<std::size_t>(input_shape[0]), rows, columns, static_cast<std::size_t>(large_channels),
          static_cast<std::size_t>(small_channels)};
}

void add_bias_gradient(const Tape& tape, const Weight* bias, View dy) {
  if (bias == nullptr) return;
  const Buffer gradient = tape.gradient(*bias);
  if (!gradient.empty())
    kernels::add_column_sums(dy.size() / bias->size(), bias->size(), dy.data(), gradient.data());
}

}  // namespace keratin::layers
