#pragma once

#include <cstddef>

namespace keratin::kernels {

/// One of `groups` equal parts of the columns of a matrix.
struct ColumnGroup {
  std::size_t rows, columns;  ///< of the whole matrix
  std::size_t groups, index;

  [[nodiscard]] std::size_t width() const { return columns / groups; }
};

/// The part (rows, width), dense, out of the whole matrix, and back into it.
void take_group(const ColumnGroup& group, const float* whole, float* part);
void put_group(const ColumnGroup& group, const float* part, float* whole);

}  // namespace keratin::kernels
