#include "kernels/merge_taps.hpp"

#include <algorithm>

namespace keratin::kernels {

namespace {

/// The enlarged picture's row r = p · factor + j is met by the window's row a in output r − a + offset: seen
/// from pixel p, that is row j + (window − 1 − a) of a transposed window.
Axis merged_axis(const Axis& axis, int factor) {
  return {.large = axis.small,
          .small = axis.large / factor,
          .window = axis.window + factor - 1,
          .stride = factor,
          .dilation = 1,
          .offset = axis.window - 1 - axis.offset};
}

/// Calls visit(first weight of the tap, first weight of the merged tap) for each tap and each of the enlarged
/// pixels that a pixel becomes.
template <class Visit>
void for_each_tap(const TapConv& conv, int row_factor, int column_factor, const Visit& visit) {
  const int rows = conv.rows.window, columns = conv.columns.window;
  const std::size_t size = conv.large_channels * conv.small_channels;
  for (int a = 0; a < rows; ++a) {
    for (int b = 0; b < columns; ++b) {
      for (int i = 0; i < row_factor; ++i) {
        for (int j = 0; j < column_factor; ++j) {
          const int merged = (i + rows - 1 - a) * (columns + column_factor - 1) + j + columns - 1 - b;
          visit(static_cast<std::size_t>(a * columns + b) * size, static_cast<std::size_t>(merged) * size);
        }
      }
    }
  }
}

}  // namespace

TapConv merged_conv(const TapConv& conv, int row_factor, int column_factor) {
  return {conv.batch, merged_axis(conv.rows, row_factor), merged_axis(conv.columns, column_factor),
          conv.small_channels, conv.large_channels};
}

void merge_taps(const TapConv& conv, int row_factor, int column_factor, const float* kernel, float* merged) {
  const std::size_t inputs = conv.large_channels, outputs = conv.small_channels;
  std::fill_n(merged, merged_conv(conv, row_factor, column_factor).kernel_size(), 0.0f);
  for_each_tap(conv, row_factor, column_factor, [&](std::size_t tap, std::size_t merged_tap) {
    for (std::size_t output = 0; output < outputs; ++output) {
      float* to = merged + merged_tap + output * inputs;
      for (std::size_t input = 0; input < inputs; ++input)
        to[input] += kernel[tap + input * outputs + output];
    }
  });
}

void add_merged_gradient(const TapConv& conv, int row_factor, int column_factor, const float* merged,
                         float* gradient) {
  const std::size_t inputs = conv.large_channels, outputs = conv.small_channels;
  for_each_tap(conv, row_factor, column_factor, [&](std::size_t tap, std::size_t merged_tap) {
    for (std::size_t output = 0; output < outputs; ++output) {
      const float* from = merged + merged_tap + output * inputs;
      for (std::size_t input = 0; input < inputs; ++input) {
        gradient[tap + input * outputs + output] += from[input];
      }
    }
  });
}

}  // namespace keratin::kernels
