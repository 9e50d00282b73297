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

/// Writes one panel's row: the numbers of its channels, and 0 beyond them; all 0 if `numbers` is null.
/// Returns where the next row begins.
float* pack_row(const Panels& panels, std::size_t panel, const float* numbers, float* row);

/// Some rows of a matrix: `row_step` from a row to the next, `channel_step` from a channel to the next. One
/// of the two is 1.
struct MatrixRows {
  const float* numbers;
  std::size_t count, row_step, channel_step;
};

/// Writes them as rows of one panel, each `distance` from the one before.
void pack_rows(const Panels& panels, std::size_t panel, MatrixRows matrix, float* to, std::size_t distance);

}  // namespace keratin::kernels
