#pragma once

#include <cstddef>

namespace keratin::kernels {

/// Small planes (planes, rows, columns, channels), of which each pixel becomes plane_factor · row_factor ·
/// column_factor large ones. The planes are those of all images.
struct Upsampling {
  std::size_t planes, rows, columns, channels, plane_factor, row_factor, column_factor;

  [[nodiscard]] std::size_t small_row() const { return columns * channels; }
  [[nodiscard]] std::size_t large_row() const { return columns * column_factor * channels; }
  [[nodiscard]] std::size_t large_rows() const { return rows * row_factor; }
};

/// Repeats each pixel of the small planes x in the large ones y.
void upsample_nearest(const Upsampling& shape, const float* x, float* y);
void upsample_nearest_gradient(const Upsampling& shape, const float* dy, float* dx);

}  // namespace keratin::kernels
