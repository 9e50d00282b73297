#include "kernels/resize.hpp"

#include <algorithm>

#include "kernels/parallel.hpp"
#include "kernels/resize_taps.hpp"
#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

void add_scaled(std::size_t count, float factor, const float* x, float* y) {
  for (std::size_t i = 0; i < count; ++i) y[i] += factor * x[i];
}

void resize_bilinear(const Resizing& shape, const float* x, float* y) {
  const std::size_t channels = shape.channels;
  parallel_for(shape.batch * shape.new_rows, 8 * shape.new_row(), [&](std::size_t row) {
    const Between rows = between(row % shape.new_rows, shape.rows, shape.new_rows);
    const float* image = x + row / shape.new_rows * shape.rows * shape.row();
    const float* top = image + rows.low * shape.row();
    const float* bottom = image + rows.high * shape.row();
    float* pixel = y + row * shape.new_row();
    for (std::size_t column = 0; column < shape.new_columns; ++column, pixel += channels) {
      const Between columns = between(column, shape.columns, shape.new_columns);
      const std::size_t left = columns.low * channels, right = columns.high * channels;
      for (std::size_t c = 0; c < channels; ++c) {
        const float above = top[left + c] + (top[right + c] - top[left + c]) * columns.weight;
        const float below = bottom[left + c] + (bottom[right + c] - bottom[left + c]) * columns.weight;
        pixel[c] = above + (below - above) * rows.weight;
      }
    }
  });
}

}  // namespace

void resize(const Resizing& shape, const float* x, float* y) {
  if (shape.plain_bilinear()) return resize_bilinear(shape, x, y);
  const ResizeTaps rows = row_taps(shape), columns = column_taps(shape);
  const std::size_t channels = shape.channels;
  parallel_for(shape.batch * shape.new_rows, rows.width * shape.row() + columns.width * shape.new_row(),
               [&](std::size_t index) {
                 const std::size_t row = index % shape.new_rows;
                 const float* image = x + index / shape.new_rows * shape.rows * shape.row();
                 float* line = scratch<struct ResizedLine>(shape.row());
                 std::fill_n(line, shape.row(), 0.0f);
                 for (std::size_t tap = 0; tap < rows.width; ++tap) {
                   const float weight = rows.weights[row * rows.width + tap];
                   if (weight != 0.0f)
                     add_scaled(shape.row(), weight, image + (rows.first[row] + tap) * shape.row(), line);
                 }
                 float* pixel = y + index * shape.new_row();
                 std::fill_n(pixel, shape.new_row(), 0.0f);
                 for (std::size_t column = 0; column < shape.new_columns; ++column, pixel += channels) {
                   for (std::size_t tap = 0; tap < columns.width; ++tap) {
                     const float weight = columns.weights[column * columns.width + tap];
                     if (weight != 0.0f)
                       add_scaled(channels, weight, line + (columns.first[column] + tap) * channels, pixel);
                   }
                 }
               });
}

void resize_gradient(const Resizing& shape, const float* dy, float* dx) {
  const ResizeTaps rows = row_taps(shape), columns = column_taps(shape);
  const std::size_t channels = shape.channels, size = shape.rows * shape.row();
  const std::size_t work = shape.new_rows * (rows.width * shape.row() + columns.width * shape.new_row());
  parallel_for(shape.batch, work, [&](std::size_t index) {
    float* image = dx + index * size;
    const float* pixel = dy + index * shape.new_rows * shape.new_row();
    float* line = scratch<struct ResizedLine>(shape.row());
    std::fill_n(image, size, 0.0f);
    for (std::size_t row = 0; row < shape.new_rows; ++row) {
      std::fill_n(line, shape.row(), 0.0f);
      for (std::size_t column = 0; column < shape.new_columns; ++column, pixel += channels) {
        for (std::size_t tap = 0; tap < columns.width; ++tap) {
          const float weight = columns.weights[column * columns.width + tap];
          if (weight != 0.0f)
            add_scaled(channels, weight, pixel, line + (columns.first[column] + tap) * channels);
        }
      }
      for (std::size_t tap = 0; tap < rows.width; ++tap) {
        const float weight = rows.weights[row * rows.width + tap];
        if (weight != 0.0f)
          add_scaled(shape.row(), weight, line, image + (rows.first[row] + tap) * shape.row());
      }
    }
  });
}

}  // namespace keratin::kernels
