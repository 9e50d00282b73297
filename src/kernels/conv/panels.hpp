#pragma once

#include <algorithm>
#include <cstddef>

#include "kernels/instruction_set.hpp"

namespace keratin::kernels {

/// How a matrix (inner, channels) is packed for VectorKernels::multiply: in panels of two vectors of
/// channels, the last one of one vector where that holds what is left; each begins with the row of what its
/// sums begin with.
struct Panels {
  std::size_t inner, channels;
  std::size_t lanes = vector_kernels().lanes;

  [[nodiscard]] std::size_t count() const { return (channels + 2 * lanes - 1) / (2 * lanes); }
  [[nodiscard]] std::size_t first_channel(std::size_t panel) const { return panel * 2 * lanes; }
  [[nodiscard]] std::size_t channels_of(std::size_t panel) const {
    return std::min(channels - first_channel(panel), 2 * lanes);
  }
  [[nodiscard]] std::size_t width(std::size_t panel) const {
    return channels_of(panel) <= lanes ? lanes : 2 * lanes;
  }
  [[nodiscard]] std::size_t offset(std::size_t panel) const { return first_channel(panel) * (inner + 1); }
  [[nodiscard]] std::size_t size() const {
    return channels == 0 ? 0 : offset(count() - 1) + width(count() - 1) * (inner + 1);
  }
};

/// Rows of the gradient's matrices in blocks of nearly equal size.
struct Blocks {
  std::size_t rows;
  std::size_t count = (rows + vector_kernels().rows - 1) / vector_kernels().rows;

  [[nodiscard]] std::size_t begin(std::size_t block) const { return rows * block / count; }
  [[nodiscard]] std::size_t size(std::size_t block) const { return begin(block + 1) - begin(block); }
};

/// Writes one panel's row: a number for each channel, each `stride` from the one before, and 0 beyond the
/// channels; all 0 if `numbers` is null. Returns where the next row begins.
inline float* pack_row(const Panels& panels, std::size_t panel, float* row, const float* numbers,
                       std::size_t stride = 1) {
  const std::size_t count = numbers == nullptr ? 0 : panels.channels_of(panel), width = panels.width(panel);
  if (numbers != nullptr) numbers += panels.first_channel(panel) * stride;
  if (stride == 1) {
    std::copy_n(numbers, count, row);
  } else {
    for (std::size_t i = 0; i < count; ++i) row[i] = numbers[i * stride];
  }
  std::fill(row + count, row + width, 0.0f);
  return row + width;
}

}  // namespace keratin::kernels
