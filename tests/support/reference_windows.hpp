#pragma once

#include <algorithm>
#include <limits>

#include "support/reference.hpp"

/// Where windows lie along one axis, for the loops of images and of volumes.
namespace keratin::reference {

struct Extent {
  int size;    ///< of the output
  int before;  ///< pixels of padding above (or of cropping, for a transpose)
};

inline Extent conv_extent(int input, int kernel, int stride, Padding padding, int dilation) {
  const int k = (kernel - 1) * dilation + 1;
  if (padding == Padding::valid) return {(input - k) / stride + 1, 0};
  const int size = (input + stride - 1) / stride;
  return {size, std::max((size - 1) * stride + k - input, 0) / 2};
}

inline Extent transpose_extent(int input, int kernel, int stride, Padding padding,
                               std::optional<int> output_padding, int dilation) {
  const int k = (kernel - 1) * dilation + 1;
  const int last = (input - 1) * stride;
  if (padding == Padding::valid) {
    return {output_padding ? last + k + *output_padding : last + std::max(k, stride), 0};
  }
  const int size = output_padding ? last + k - 2 * (k / 2) + *output_padding : input * stride;
  return {size, std::max(last + k - size, 0) / 2};
}

inline bool inside(int position, int size) { return position >= 0 && position < size; }

inline Array filled_with_bias(const Shape& shape, const Array& bias) {
  Array y = zeros(shape);
  if (bias.data.empty()) return y;
  for (std::size_t i = 0; i < y.data.size(); ++i) y.data[i] = bias.data[i % bias.data.size()];
  return y;
}

struct Window {
  int begin, end;  ///< cut to the image
};

inline Window window(int output, int input_size, int output_size, int pool, int stride, Padding padding) {
  const int missing = std::max((output_size - 1) * stride + pool - input_size, 0);
  const int first = output * stride - (padding == Padding::same ? missing / 2 : 0);
  return {std::max(first, 0), std::min(first + pool, input_size)};
}

inline int pooled_size(int size, int pool, int stride, Padding padding) {
  return padding == Padding::same ? (size + stride - 1) / stride : (size - pool) / stride + 1;
}

struct Pooled {
  double largest = -std::numeric_limits<double>::infinity();
  double sum = 0;
  int count = 0;
};

}  // namespace keratin::reference
