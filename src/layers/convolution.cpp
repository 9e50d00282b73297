#include "layers/convolution.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernels/merge_taps.hpp"
#include "kernels/scratch.hpp"
#include "layers/dimension.hpp"
#include "layers/fused.hpp"

namespace keratin::layers {

namespace {

std::string text_of(int size) { return std::to_string(size); }
std::string text_of(Size2D size) { return fmt::format("({}, {})", size.rows, size.columns); }

template <class Size>
void check_sizes(const Layer& layer, int filters, Size kernel_size, Size strides, Size dilation_rate) {
  if (filters <= 0) layer.fail(fmt::format("filters must be positive, but received {}.", filters));
  check_positive(layer, "kernel_size", kernel_size);
  check_positive(layer, "strides", strides);
  check_positive(layer, "dilation_rate", dilation_rate);
  if (strides != Size(1) && dilation_rate != Size(1)) {
    layer.fail(fmt::format("strides {} cannot be combined with dilation_rate {}: one of them must be 1.",
                           text_of(strides), text_of(dilation_rate)));
  }
}

}  // namespace

void check_convolution(const Layer& layer, int filters, Size2D kernel_size, Size2D strides,
                       Size2D dilation_rate) {
  check_sizes(layer, filters, kernel_size, strides, dilation_rate);
}

void check_convolution(const Layer& layer, int filters, int kernel_size, int strides, int dilation_rate) {
  check_sizes(layer, filters, kernel_size, strides, dilation_rate);
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

namespace {

bool enlarges(const Fusion& fusion) { return fusion.upsampling != Size2D(1); }

/// The pass that is run: of the small picture where the fused one is enlarged.
kernels::ConvPass fused_pass(const kernels::ConvPass& pass, const Fusion& fusion) {
  if (!enlarges(fusion)) return pass;
  return {kernels::merged_conv(pass.conv, fusion.upsampling.rows, fusion.upsampling.columns),
          kernels::Direction::to_large};
}

/// Packs the kernel, with taps merged and channels scaled as `fusion` says, for one of the two directions.
const float* packed_kernel(const kernels::ConvPass& pass, const kernels::ConvMethod& method, bool forward,
                           const ConvolutionWeights& weights, const Fusion& fusion, Tape& tape) {
  const std::size_t slot = 2 * method.kind() + (forward ? 0 : 1);
  const std::size_t channels = pass.output_channels(), inner = pass.to_small() ? 1 : pass.input_channels();
  return weights.packed.get(slot, packed_stamp(weights.kernel, weights.bias, fusion), method.packed_size(),
                            weights.kernel, tape, [&](float* packed) {
                              const ScaledWeights scaled = scaled_weights(
                                  fusion, weights.kernel.data(), weights.kernel.size(), inner,
                                  weights.bias == nullptr ? nullptr : weights.bias->data(), channels);
                              const float* kernel = scaled.kernel;
                              if (enlarges(fusion)) {
                                struct Merged;
                                const auto [rows, columns] = fusion.upsampling;
                                float* merged = kernels::scratch<Merged>(
                                    kernels::merged_conv(pass.conv, rows, columns).kernel_size());
                                kernels::merge_taps(pass.conv, rows, columns, kernel, merged);
                                kernel = merged;
                              }
                              method.pack(kernel, forward ? scaled.bias : nullptr, packed);
                            });
}

void add_gradient(const kernels::ConvPass& pass, const Fusion& fusion, View x, View dz, Tape& tape,
                  Buffer gradient) {
  const kernels::TapConv run = fused_pass(pass, fusion).conv;
  const bool large_in = fused_pass(pass, fusion).to_small();
  const float *large = large_in ? x.data() : dz.data(), *small = large_in ? dz.data() : x.data();
  if (!enlarges(fusion)) return kernels::add_kernel_gradient(run, large, small, gradient.data());
  const Buffer merged = tape.allocate({static_cast<int>(run.kernel_size())});
  std::fill_n(merged.data(), merged.size(), 0.0f);
  kernels::add_kernel_gradient(run, large, small, merged.data());
  kernels::add_merged_gradient(pass.conv, fusion.upsampling.rows, fusion.upsampling.columns, merged.data(),
                               gradient.data());
}

}  // namespace

void convolve(const kernels::ConvPass& pass, const ConvolutionWeights& weights, const Fusion& fusion, View x,
              Tape& tape, Buffer y) {
  const kernels::ConvMethod method(fused_pass(pass, fusion), tape.updates(weights.kernel));
  const float* packed = packed_kernel(pass, method, true, weights, fusion, tape);
  method.run(packed, x.data(), rectifier_of(fusion), y.data());
}

View convolve_backward(const kernels::ConvPass& pass, const ConvolutionWeights& weights, const Fusion& fusion,
                       View x, View dz, Tape& tape) {
  if (const Buffer gradient = tape.gradient(weights.kernel); !gradient.empty())
    add_gradient(pass, fusion, x, dz, tape, gradient);
  add_bias_gradient(tape, weights.bias, dz);
  if (!tape.needs_input_gradient()) return {};
  const Buffer dx = tape.allocate(x.shape());
  const kernels::ConvMethod method(fused_pass(pass, fusion).reversed(), tape.updates(weights.kernel));
  const float* packed = packed_kernel(pass, method, false, weights, fusion, tape);
  method.run(packed, dz.data(), {}, dx.data());
  return dx;
}

}  // namespace keratin::layers
