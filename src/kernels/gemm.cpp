#include "kernels/gemm.hpp"

#include <xtensor-blas/xblas.hpp>

#include "kernels/parallel.hpp"

extern "C" void openblas_set_num_threads(int count) __attribute__((weak));

namespace keratin::kernels {

namespace {

/// OpenBLAS's own threads would fight with ours over the cores.
bool one_blas_thread() {
  if (openblas_set_num_threads != nullptr) openblas_set_num_threads(1);
  return true;
}

Matrix below(Matrix matrix, std::size_t row) {
  matrix.data += matrix.transposed ? row : row * matrix.stride;
  return matrix;
}

Matrix right_of(Matrix matrix, std::size_t column) {
  matrix.data += matrix.transposed ? column * matrix.stride : column;
  return matrix;
}

cxxblas::Transpose transpose(Matrix matrix) { return matrix.transposed ? cxxblas::Trans : cxxblas::NoTrans; }

}  // namespace

void gemm(std::size_t rows, std::size_t columns, std::size_t inner, Matrix a, Matrix b, float* c,
          std::size_t c_stride, bool accumulate) {
  [[maybe_unused]] static const bool ready = one_blas_thread();
  const auto index = [](std::size_t n) { return static_cast<xt::blas_index_t>(n); };
  cxxblas::gemm<xt::blas_index_t>(cxxblas::RowMajor, transpose(a), transpose(b), index(rows), index(columns),
                                  index(inner), 1.0f, a.data, index(a.stride), b.data, index(b.stride),
                                  accumulate ? 1.0f : 0.0f, c, index(c_stride));
}

void parallel_gemm(std::size_t rows, std::size_t columns, std::size_t inner, Matrix a, Matrix b, float* c,
                   std::size_t c_stride, bool accumulate) {
  const auto part_of = [](std::size_t size) { return std::max<std::size_t>(64, (size + 15) / 16); };
  if (rows >= columns) {
    parallel_parts(rows, part_of(rows), 2 * columns * inner, [&](std::size_t begin, std::size_t end) {
      gemm(end - begin, columns, inner, below(a, begin), b, c + begin * c_stride, c_stride, accumulate);
    });
  } else {
    parallel_parts(columns, part_of(columns), 2 * rows * inner, [&](std::size_t begin, std::size_t end) {
      gemm(rows, end - begin, inner, a, right_of(b, begin), c + begin, c_stride, accumulate);
    });
  }
}

}  // namespace keratin::kernels
