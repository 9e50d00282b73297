#include "kernels/pool.hpp"

#include <algorithm>

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

std::size_t size(int n) { return static_cast<std::size_t>(n); }

/// The positions of a window that lie inside the image.
struct Range {
  std::size_t begin, end;
};

Range window(const Axis& axis, std::size_t position) {
  const int first = static_cast<int>(position) * axis.stride - axis.offset;
  return {size(std::max(first, 0)), size(std::min(first + axis.window, axis.large))};
}

/// One window: its rows and columns, and the first element of each of its pixels.
struct PoolWindow {
  Range rows, columns;
  std::size_t row_length, channels;

  [[nodiscard]] std::size_t count() const { return (rows.end - rows.begin) * (columns.end - columns.begin); }
  [[nodiscard]] std::size_t first() const { return rows.begin * row_length + columns.begin * channels; }

  template <class Visit>
  void for_each_pixel(const Visit& visit) const {
    for (std::size_t row = rows.begin; row < rows.end; ++row) {
      for (std::size_t column = columns.begin; column < columns.end; ++column) {
        visit(row * row_length + column * channels);
      }
    }
  }
};

std::size_t large_image(const Pooling& shape) {
  return size(shape.rows.large) * size(shape.columns.large) * shape.channels;
}
std::size_t small_row(const Pooling& shape) { return size(shape.columns.small) * shape.channels; }
std::size_t work_of_row(const Pooling& shape) {
  return small_row(shape) * size(shape.rows.window) * size(shape.columns.window);
}

/// Calls visit(window, place of its pixel in the small row) for one row of windows.
template <class Visit>
void for_each_window(const Pooling& shape, std::size_t row, const Visit& visit) {
  const Range rows = window(shape.rows, row);
  const std::size_t row_length = size(shape.columns.large) * shape.channels;
  for (std::size_t column = 0; column < size(shape.columns.small); ++column) {
    visit(PoolWindow{rows, window(shape.columns, column), row_length, shape.channels},
          column * shape.channels);
  }
}

/// Calls visit(window, image, pixel) for all windows, with the window's large image and its small pixel;
/// each row of windows may run on a thread of its own.
template <class Visit>
void pool(const Pooling& shape, const float* x, float* y, const Visit& visit) {
  const std::size_t rows = size(shape.rows.small);
  parallel_for(shape.batch * rows, work_of_row(shape), [&](std::size_t row) {
    const float* image = x + row / rows * large_image(shape);
    for_each_window(shape, row % rows, [&](const PoolWindow& at, std::size_t pixel) {
      visit(at, image, y + row * small_row(shape) + pixel);
    });
  });
}

/// Sets dx to 0 and calls visit(window, image's first element, pixel's first element) for all windows;
/// windows overlap, so that only images may run on threads of their own.
template <class Visit>
void pool_gradient(const Pooling& shape, float* dx, const Visit& visit) {
  const std::size_t rows = size(shape.rows.small), image_size = large_image(shape);
  parallel_for(shape.batch, rows * work_of_row(shape), [&](std::size_t image) {
    std::fill_n(dx + image * image_size, image_size, 0.0f);
    for (std::size_t row = 0; row < rows; ++row) {
      for_each_window(shape, row, [&](const PoolWindow& at, std::size_t pixel) {
        visit(at, image * image_size, (image * rows + row) * small_row(shape) + pixel);
      });
    }
  });
}

}  // namespace

void max_pool(const Pooling& shape, const float* x, float* y) {
  pool(shape, x, y, [channels = shape.channels](const PoolWindow& at, const float* image, float* largest) {
    std::copy_n(image + at.first(), channels, largest);
    at.for_each_pixel([=](std::size_t pixel) {
      for (std::size_t c = 0; c < channels; ++c) largest[c] = std::max(largest[c], image[pixel + c]);
    });
  });
}

void max_pool_gradient(const Pooling& shape, const float* x, const float* dy, float* dx) {
  pool_gradient(shape, dx,
                [=, channels = shape.channels](const PoolWindow& at, std::size_t first, std::size_t from) {
                  for (std::size_t c = 0; c < channels; ++c) {
                    const float* image = x + first + c;
                    std::size_t largest = at.first();
                    at.for_each_pixel([&](std::size_t pixel) {
                      if (image[pixel] > image[largest]) largest = pixel;
                    });
                    dx[first + largest + c] += dy[from + c];
                  }
                });
}

void average_pool(const Pooling& shape, const float* x, float* y) {
  pool(shape, x, y, [channels = shape.channels](const PoolWindow& at, const float* image, float* mean) {
    std::fill_n(mean, channels, 0.0f);
    at.for_each_pixel([=](std::size_t pixel) {
      for (std::size_t c = 0; c < channels; ++c) mean[c] += image[pixel + c];
    });
    const auto count = static_cast<float>(at.count());
    for (std::size_t c = 0; c < channels; ++c) mean[c] /= count;
  });
}

void average_pool_gradient(const Pooling& shape, const float* dy, float* dx) {
  pool_gradient(shape, dx,
                [=, channels = shape.channels](const PoolWindow& at, std::size_t first, std::size_t from) {
                  const auto count = static_cast<float>(at.count());
                  at.for_each_pixel([=](std::size_t pixel) {
                    for (std::size_t c = 0; c < channels; ++c) dx[first + pixel + c] += dy[from + c] / count;
                  });
                });
}

}  // namespace keratin::kernels
