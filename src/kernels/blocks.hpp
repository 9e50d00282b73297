#pragma once

#include <cstddef>

#include "kernels/instruction_set.hpp"

namespace keratin::kernels {

/// Rows of the gradient's matrices in blocks of nearly equal size.
struct Blocks {
  std::size_t rows;
  std::size_t count = (rows + vector_kernels().rows - 1) / vector_kernels().rows;

  [[nodiscard]] std::size_t begin(std::size_t block) const { return rows * block / count; }
  [[nodiscard]] std::size_t size(std::size_t block) const { return begin(block + 1) - begin(block); }
};

}  // namespace keratin::kernels
