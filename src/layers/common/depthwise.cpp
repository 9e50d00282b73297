#include "layers/common/depthwise.hpp"

#include <fmt/format.h>

#include "layers/common/dimension.hpp"

namespace keratin::layers {

namespace {

/// The output channels of each pixel, per input channel.
std::size_t multiplier(const kernels::DepthwiseConv& conv, const Shape& input_shape) {
  return conv.channels / kernels::as_size(input_shape.back());
}

}  // namespace

void check_depthwise(const Layer& layer, Size2D kernel_size, Size2D strides, Size2D dilation_rate,
                     int depth_multiplier) {
  check_positive(layer, "kernel_size", kernel_size);
  check_positive(layer, "strides", strides);
  check_positive(layer, "dilation_rate", dilation_rate);
  if (depth_multiplier <= 0)
    layer.fail(fmt::format("depth_multiplier must be positive, but received {}.", depth_multiplier));
}

int depthwise_channels(const Layer& layer, int channels, int depth_multiplier) {
  if (channels == None) return None;
  return output_dimension(layer, std::int64_t{channels} * depth_multiplier);
}

kernels::DepthwiseConv depthwise_conv_of(const Shape& input_shape, int channels, Size2D kernel_size,
                                         Size2D strides, Size2D dilation_rate, Padding padding) {
  return {static_cast<std::size_t>(input_shape[0]),
          window_axis(input_shape[1], kernel_size.rows, strides.rows, dilation_rate.rows, padding),
          window_axis(input_shape[2], kernel_size.columns, strides.columns, dilation_rate.columns, padding),
          static_cast<std::size_t>(channels)};
}

Shape depthwise_shape(const kernels::DepthwiseConv& conv, int batch) {
  return {batch, conv.rows.small, conv.columns.small, static_cast<int>(conv.channels)};
}

View repeated_channels(const kernels::DepthwiseConv& conv, View x, Tape& tape) {
  const std::size_t times = multiplier(conv, x.shape());
  if (times == 1) return x;
  Shape shape = x.shape();
  shape[-1] = static_cast<int>(conv.channels);
  const Buffer repeated = tape.allocate(shape);
  kernels::repeat_each(x.size(), times, x.data(), repeated.data());
  return repeated;
}

View depthwise_backward(const kernels::DepthwiseConv& conv, const Weight& kernel, View x, View dy,
                        Tape& tape) {
  if (const Buffer gradient = tape.gradient(kernel); !gradient.empty()) {
    const View repeated = repeated_channels(conv, x, tape);
    kernels::add_depthwise_gradient(conv, repeated.data(), dy.data(), gradient.data());
  }
  if (!tape.needs_input_gradient()) return {};
  Shape repeated = x.shape();
  repeated[-1] = static_cast<int>(conv.channels);
  const Buffer dx = tape.allocate(repeated);
  kernels::depthwise_conv(conv, kernels::Direction::to_large, dy.data(), kernel.data(), nullptr, {},
                          dx.data());
  const std::size_t times = multiplier(conv, x.shape());
  if (times == 1) return dx;
  const Buffer summed = tape.allocate(x.shape());
  kernels::sum_repeated(x.size(), times, dx.data(), summed.data());
  return summed;
}

}  // namespace keratin::layers
