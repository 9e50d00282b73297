#include "kernels/standardize.hpp"

#include "kernels/parallel.hpp"

namespace keratin::kernels {

void standardize(std::size_t rows, std::size_t columns, const float* x, const float* mean,
                 const float* deviation, float* y) {
  parallel_rows(rows, columns, 4, [&](std::size_t row) {
    for (std::size_t i = 0; i < columns; ++i)
      y[row * columns + i] = (x[row * columns + i] - mean[i]) / deviation[i];
  });
}

void unstandardize(std::size_t rows, std::size_t columns, const float* x, const float* mean,
                   const float* deviation, float* y) {
  parallel_rows(rows, columns, 2, [&](std::size_t row) {
    for (std::size_t i = 0; i < columns; ++i)
      y[row * columns + i] = mean[i] + x[row * columns + i] * deviation[i];
  });
}

}  // namespace keratin::kernels
