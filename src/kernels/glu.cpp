#include "kernels/glu.hpp"

#include <cmath>

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

/// Calls body(row) for each row, on several threads.
template <class Body>
void for_each_row(std::size_t rows, std::size_t columns, const Body& body) {
  constexpr std::size_t work = 30;
  parallel_parts(rows, std::max<std::size_t>(1, 4'096 / columns), work * columns,
                 [&](std::size_t begin, std::size_t end) {
                   for (std::size_t row = begin; row < end; ++row) body(row);
                 });
}

}  // namespace

void glu(std::size_t rows, std::size_t columns, const float* x, float* gates, float* y) {
  for_each_row(rows, columns, [=](std::size_t row) {
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
  for_each_row(rows, columns, [=](std::size_t row) {
    const float *a = x + 2 * row * columns, *gate = gates + row * columns, *dout = dy + row * columns;
    float *da = dx + 2 * row * columns, *db = da + columns;
    for (std::size_t i = 0; i < columns; ++i) {
      da[i] = dout[i] * gate[i];
      db[i] = da[i] * a[i] * (1.0f - gate[i]);
    }
  });
}

}  // namespace keratin::kernels
