#include "kernels/gemm.hpp"

#include <cstdlib>
#include <string_view>
#include <xtensor-blas/xblas.hpp>

#include "kernels/parallel.hpp"

// OpenBLAS's own functions; null with another BLAS, or one that is built for a single processor.
extern "C" {
void openblas_set_num_threads(int count) __attribute__((weak));
const char* openblas_get_corename() __attribute__((weak));
void gotoblas_dynamic_init() __attribute__((weak));
void gotoblas_dynamic_quit() __attribute__((weak));
}

namespace keratin::kernels {

namespace {

/// The fastest of OpenBLAS's kernels that this processor can run; null if it is none of the fast ones.
const char* fastest_core() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl")) {
    return "SkylakeX";
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return nullptr;
}

/// An OpenBLAS that is older than the processor takes its slowest kernels: it is told which ones to take.
void choose_core() {
  constexpr const char* variable = "OPENBLAS_CORETYPE";
  const bool can_choose = openblas_get_corename && gotoblas_dynamic_init && gotoblas_dynamic_quit;
  if (!can_choose || std::string_view(openblas_get_corename()) != "Prescott") return;
  const char* core = fastest_core();
  if (core == nullptr || std::getenv(variable) != nullptr) return;
  setenv(variable, core, 1);
  gotoblas_dynamic_quit();
  gotoblas_dynamic_init();
  unsetenv(variable);
}

/// Before main, while no other thread uses BLAS. OpenBLAS's own threads would fight with ours over the cores.
[[maybe_unused]] const bool blas_is_ready = [] {
  choose_core();
  if (openblas_set_num_threads) openblas_set_num_threads(1);
  return true;
}();

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
