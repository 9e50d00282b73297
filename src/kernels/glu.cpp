#include "kernels/glu.hpp"

#include <cmath>

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

constexpr std::size_t glu_work = 30;

}  // namespace

void glu(std::size_t rows, std::size_t columns, const float* x, float* gates, float* y) {
  parallel_rows(rows, columns, glu_work, [=](std::size_t row) {
    const float *a = x + 2 * row * columns, *b = a + columns;
    float *gate = gates + row * columns, *out = y + row * columns;
    for (std::size_t i = 0; i < columns; ++i) {
      gate[i] = 1.0f / (1.0f + std::exp(-b[i]));
      out[i] = a[i] * gate[i];
    }
  });
}

void glu_gradient(std::size_t rows, std::size_t columns, const float* x, const float* gates, const float* dy,
                  float* dx) {
  parallel_rows(rows, columns, glu_work, [=](std::size_t row) {
    const float *a = x + 2 * row * columns, *gate = gates + row * columns, *dout = dy + row * columns;
    float *da = dx + 2 * row * columns, *db = da + columns;
    for (std::size_t i = 0; i < columns; ++i) {
      da[i] = dout[i] * gate[i];
      db[i] = da[i] * a[i] * (1.0f - gate[i]);
    }
  });
}

}  // namespace keratin::kernels
