#pragma once

#include <cstddef>

#include "kernels/axis.hpp"
#include "kernels/conv/phase.hpp"
#include "kernels/simd/vector_kernels.hpp"

namespace keratin::kernels {

/// A convolution of each channel by itself between large images (batch, rows, columns, channels) and small
/// ones with a kernel (rows, columns, channels).
struct DepthwiseConv {
  std::size_t batch;
  Axis rows, columns;
  std::size_t channels;

  [[nodiscard]] std::size_t taps() const { return as_size(rows.window) * as_size(columns.window); }
};

/// output = rectifier(bias + the sum over the taps of an input pixel times that tap's weights), from the
/// large image to the small one, or the other way round, which is the gradient to the input. `bias` may be
/// null.
void depthwise_conv(const DepthwiseConv& conv, Direction direction, const float* input, const float* kernel,
                    const float* bias, Rectifier rectifier, float* output);

/// gradient += for each tap the sum over the pixels of large · small: with respect to the kernel, summed in
/// parts that depend only on the sizes.
void add_depthwise_gradient(const DepthwiseConv& conv, const float* large, const float* small,
                            float* gradient);

/// Each number `times` times: a channel's copies for the filters that read it; and the gradient of that.
void repeat_each(std::size_t count, std::size_t times, const float* x, float* y);
void sum_repeated(std::size_t count, std::size_t times, const float* dy, float* dx);

}  // namespace keratin::kernels
