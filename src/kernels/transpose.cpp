#include "kernels/transpose.hpp"

#include "kernels/parallel.hpp"

namespace keratin::kernels {

void transpose(std::size_t count, std::size_t rows, std::size_t columns, const float* x, float* y) {
  constexpr std::size_t strip = 16;  // a cache line of x, and as many lines of y
  const std::size_t strips = (columns + strip - 1) / strip;
  parallel_for(count * strips, strip * rows, [=](std::size_t i) {
    const std::size_t matrix = i / strips * rows * columns, first = i % strips * strip;
    const std::size_t width = std::min(strip, columns - first);
    const float* from = x + matrix + first;
    float* to = y + matrix + first * rows;
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t column = 0; column < width; ++column) {
        to[column * rows + row] = from[row * columns + column];
      }
    }
  });
}

}  // namespace keratin::kernels
