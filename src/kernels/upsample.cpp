#include "kernels/upsample.hpp"

#include <algorithm>

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

/// Calls visit(small row, the first large one that it becomes) for all rows, on several threads.
template <class Visit>
void for_each_row(const Upsampling& shape, const Visit& visit) {
  const std::size_t copies = shape.plane_factor * shape.row_factor;
  parallel_for(shape.planes * shape.rows, copies * shape.large_row(), [&](std::size_t row) {
    const std::size_t plane = row / shape.rows * shape.plane_factor;
    visit(row * shape.small_row(),
          (plane * shape.large_rows() + row % shape.rows * shape.row_factor) * shape.large_row());
  });
}

/// Calls visit(large row) for all that a small row becomes, from the first one.
template <class Visit>
void for_each_copy(const Upsampling& shape, std::size_t first, const Visit& visit) {
  for (std::size_t plane = 0; plane < shape.plane_factor; ++plane) {
    for (std::size_t row = 0; row < shape.row_factor; ++row)
      visit(first + (plane * shape.large_rows() + row) * shape.large_row());
  }
}

}  // namespace

void upsample_nearest(const Upsampling& shape, const float* x, float* y) {
  const std::size_t channels = shape.channels;
  for_each_row(shape, [&](std::size_t small, std::size_t large) {
    const float* pixel = x + small;
    float* end = y + large;
    for (std::size_t column = 0; column < shape.columns; ++column, pixel += channels) {
      for (std::size_t i = 0; i < shape.column_factor; ++i) end = std::copy_n(pixel, channels, end);
    }
    for_each_copy(shape, large, [&](std::size_t copy) {
      if (copy != large) std::copy(y + large, end, y + copy);
    });
  });
}

void upsample_nearest_gradient(const Upsampling& shape, const float* dy, float* dx) {
  const std::size_t channels = shape.channels;
  for_each_row(shape, [&](std::size_t small, std::size_t large) {
    float* sums = dx + small;
    std::fill_n(sums, shape.small_row(), 0.0f);
    for_each_copy(shape, large, [&](std::size_t copy) {
      const float* pixel = dy + copy;
      for (std::size_t column = 0; column < shape.columns * shape.column_factor;
           ++column, pixel += channels) {
        float* sum = sums + column / shape.column_factor * channels;
        for (std::size_t c = 0; c < channels; ++c) sum[c] += pixel[c];
      }
    });
  });
}

}  // namespace keratin::kernels
