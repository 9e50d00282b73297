#pragma once

#include <cstddef>

namespace keratin::kernels {

/// Inner images (batch, planes, rows, columns, channels) inside larger ones.
struct Frame {
  std::size_t batch, planes, rows, columns, channels, front, back, top, bottom, left, right;

  [[nodiscard]] std::size_t inner_row() const { return columns * channels; }
  [[nodiscard]] std::size_t outer_row() const { return (left + columns + right) * channels; }
  [[nodiscard]] std::size_t outer_rows() const { return top + rows + bottom; }
  [[nodiscard]] std::size_t outer_planes() const { return front + planes + back; }
};

/// The inner images with `value` around them.
void pad(const Frame& frame, float value, const float* inner, float* outer);

inline void pad_with_zeros(const Frame& frame, const float* inner, float* outer) {
  pad(frame, 0.0f, inner, outer);
}

/// Only the inner images.
void crop(const Frame& frame, const float* outer, float* inner);

}  // namespace keratin::kernels
