#include "kernels/upsample.hpp"

#include <algorithm>

#include "kernels/parallel.hpp"

namespace keratin::kernels {

void upsample_nearest(const Upsampling& shape, const float* x, float* y) {
  const std::size_t channels = shape.channels;
  parallel_for(shape.batch * shape.rows, shape.row_factor * shape.large_row(), [&](std::size_t row) {
    const float* pixel = x + row * shape.small_row();
    float* first = y + row * shape.row_factor * shape.large_row();
    float* end = first;
    for (std::size_t column = 0; column < shape.columns; ++column, pixel += channels) {
      for (std::size_t i = 0; i < shape.column_factor; ++i) end = std::copy_n(pixel, channels, end);
    }
    for (std::size_t i = 1; i < shape.row_factor; ++i) std::copy(first, end, first + i * shape.large_row());
  });
}

void upsample_nearest_gradient(const Upsampling& shape, const float* dy, float* dx) {
  const std::size_t channels = shape.channels;
  parallel_for(shape.batch * shape.rows, shape.row_factor * shape.large_row(), [&](std::size_t row) {
    float* sums = dx + row * shape.small_row();
    std::fill_n(sums, shape.small_row(), 0.0f);
    const float* pixel = dy + row * shape.row_factor * shape.large_row();
    for (std::size_t i = 0; i < shape.row_factor; ++i) {
      for (std::size_t column = 0; column < shape.columns * shape.column_factor;
           ++column, pixel += channels) {
        float* sum = sums + column / shape.column_factor * channels;
        for (std::size_t c = 0; c < channels; ++c) sum[c] += pixel[c];
      }
    }
  });
}

}  // namespace keratin::kernels
