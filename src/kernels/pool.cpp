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

/// One window: its planes, rows and columns, and the first element of each of its pixels.
struct PoolWindow {
  Range planes, rows, columns;
  std::size_t plane_size, row_length, channels;

  [[nodiscard]] std::size_t count() const {
    return (planes.end - planes.begin) * (rows.end - rows.begin) * (columns.end - columns.begin);
  }
  [[nodiscard]] std::size_t first() const {
    return planes.begin * plane_size + rows.begin * row_length + columns.begin * channels;
  }

  template <class Visit>
  void for_each_pixel(const Visit& visit) const {
    for (std::size_t plane = planes.begin; plane < planes.end; ++plane) {
      for (std::size_t row = rows.begin; row < rows.end; ++row) {
        for (std::size_t column = columns.begin; column < columns.end; ++column) {
          visit(plane * plane_size + row * row_length + column * channels);
        }
      }
    }
  }
};

std::size_t large_row(const Pooling& shape) { return size(shape.columns.large) * shape.channels; }
std::size_t large_plane(const Pooling& shape) { return size(shape.rows.large) * large_row(shape); }
std::size_t large_image(const Pooling& shape) { return size(shape.depth.large) * large_plane(shape); }
std::size_t small_row(const Pooling& shape) { return size(shape.columns.small) * shape.channels; }
std::size_t rows_of_image(const Pooling& shape) { return size(shape.depth.small) * size(shape.rows.small); }
std::size_t work_of_row(const Pooling& shape) {
  return small_row(shape) * size(shape.depth.window) * size(shape.rows.window) * size(shape.columns.window);
}

/// Calls visit(window, place of its pixel in the small row) for one row of windows, counted over all planes.
template <class Visit>
void for_each_window(const Pooling& shape, std::size_t row, const Visit& visit) {
  const Range planes = window(shape.depth, row / size(shape.rows.small)),
              rows = window(shape.rows, row % size(shape.rows.small));
  for (std::size_t column = 0; column < size(shape.columns.small); ++column) {
    visit(PoolWindow{planes, rows, window(shape.columns, column), large_plane(shape), large_row(shape),
                     shape.channels},
          column * shape.channels);
  }
}

/// Calls visit(window, image, pixel) for all windows, with the window's large image and its small pixel;
/// each row of windows may run on a thread of its own.
template <class Visit>
void pool(const Pooling& shape, const float* x, float* y, const Visit& visit) {
  const std::size_t rows = rows_of_image(shape);
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
  const std::size_t rows = rows_of_image(shape), image_size = large_image(shape);
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
