#pragma once

#include <cstddef>

namespace keratin::kernels {

/// A matrix in row-major memory; `stride` is the distance between rows. Where `transposed`, it is read as its
/// transpose, whose rows are the columns in memory.
struct Matrix {
  const float* data;
  std::size_t stride;
  bool transposed = false;
};

/// c = a · b, or c += a · b if `accumulate`: a (rows, inner), b (inner, columns), c (rows, columns). On
/// this thread only.
void gemm(std::size_t rows, std::size_t columns, std::size_t inner, Matrix a, Matrix b, float* c,
          std::size_t c_stride, bool accumulate = false);

/// The same on several threads, cut into parts that depend only on the sizes.
void parallel_gemm(std::size_t rows, std::size_t columns, std::size_t inner, Matrix a, Matrix b, float* c,
                   std::size_t c_stride, bool accumulate = false);

}  // namespace keratin::kernels
