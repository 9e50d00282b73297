#pragma once

#include <cstddef>

#include "kernels/axis.hpp"

namespace keratin::kernels {

/// A convolution between large pictures (batch, rows, columns, large_channels) and small ones (batch, rows,
/// columns, small_channels) with a kernel (rows, columns, large_channels, small_channels). Conv2D makes the
/// small picture from the large one, Conv2DTranspose the large one from the small; each is the other's
/// gradient to the input.
struct TapConv {
  std::size_t batch;
  Axis rows, columns;
  std::size_t large_channels, small_channels;

  [[nodiscard]] std::size_t large_size() const { return area(rows.large, columns.large) * large_channels; }
  [[nodiscard]] std::size_t small_size() const { return area(rows.small, columns.small) * small_channels; }
  [[nodiscard]] std::size_t taps() const { return area(rows.window, columns.window); }

 private:
  static std::size_t area(int a, int b) { return static_cast<std::size_t>(a) * static_cast<std::size_t>(b); }
};

/// small = the sum over the taps of a large pixel's channels times that tap's matrix, plus bias where it is
/// not null.
void tap_conv(const TapConv& conv, const float* large, const float* kernel, const float* bias, float* small);

/// large = the sum over the taps of a small pixel's channels times that tap's transposed matrix, plus bias
/// where it is not null.
void tap_conv_transpose(const TapConv& conv, const float* small, const float* kernel, const float* bias,
                        float* large);

/// gradient += for each tap the sum over the pixels of largeᵀ · small: with respect to the kernel, of either.
void add_kernel_gradient(const TapConv& conv, const float* large, const float* small, float* gradient);

}  // namespace keratin::kernels
