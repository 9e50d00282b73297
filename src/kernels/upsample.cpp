#include "kernels/upsample.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

/// Where an output row or column lies between two of the input, cut to the picture.
struct Between {
  std::size_t low, high;
  float weight;  // of `high`
};

Between between(std::size_t output, std::size_t factor, std::size_t size) {
  const float scale = 1.0f / static_cast<float>(factor);
  const float source = (static_cast<float>(output) + 0.5f) * scale - 0.5f;
  const float below = std::floor(source);
  return {static_cast<std::size_t>(std::max(below, 0.0f)),
          std::min(static_cast<std::size_t>(std::max(std::ceil(source), 0.0f)), size - 1), source - below};
}

}  // namespace

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

void upsample_bilinear(const Upsampling& shape, const float* x, float* y) {
  const std::size_t channels = shape.channels;
  parallel_for(shape.batch * shape.large_rows(), 8 * shape.large_row(), [&](std::size_t row) {
    const Between rows = between(row % shape.large_rows(), shape.row_factor, shape.rows);
    const float* picture = x + row / shape.large_rows() * shape.rows * shape.small_row();
    const float* top = picture + rows.low * shape.small_row();
    const float* bottom = picture + rows.high * shape.small_row();
    float* pixel = y + row * shape.large_row();
    for (std::size_t column = 0; column < shape.columns * shape.column_factor; ++column, pixel += channels) {
      const Between columns = between(column, shape.column_factor, shape.columns);
      const std::size_t left = columns.low * channels, right = columns.high * channels;
      for (std::size_t c = 0; c < channels; ++c) {
        const float above = top[left + c] + (top[right + c] - top[left + c]) * columns.weight;
        const float below = bottom[left + c] + (bottom[right + c] - bottom[left + c]) * columns.weight;
        pixel[c] = above + (below - above) * rows.weight;
      }
    }
  });
}

void upsample_bilinear_gradient(const Upsampling& shape, const float* dy, float* dx) {
  const std::size_t channels = shape.channels;
  const std::size_t small = shape.rows * shape.small_row(), large = shape.large_rows() * shape.large_row();
  parallel_for(shape.batch, 8 * large, [&](std::size_t image) {
    float* picture = dx + image * small;
    const float* pixel = dy + image * large;
    std::fill_n(picture, small, 0.0f);
    for (std::size_t row = 0; row < shape.large_rows(); ++row) {
      const Between rows = between(row, shape.row_factor, shape.rows);
      float* top = picture + rows.low * shape.small_row();
      float* bottom = picture + rows.high * shape.small_row();
      for (std::size_t column = 0; column < shape.columns * shape.column_factor;
           ++column, pixel += channels) {
        const Between columns = between(column, shape.column_factor, shape.columns);
        const std::size_t left = columns.low * channels, right = columns.high * channels;
        for (std::size_t c = 0; c < channels; ++c) {
          const float below = pixel[c] * rows.weight, above = pixel[c] - below;
          top[left + c] += above * (1.0f - columns.weight);
          top[right + c] += above * columns.weight;
          bottom[left + c] += below * (1.0f - columns.weight);
          bottom[right + c] += below * columns.weight;
        }
      }
    }
  });
}

}  // namespace keratin::kernels
