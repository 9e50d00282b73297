#include "kernels/pool.hpp"

#include <algorithm>

#include "kernels/instruction_set.hpp"
#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

/// The positions of a window that lie inside the image.
Range window(const Axis& axis, std::size_t position) {
  const int first = static_cast<int>(position) * axis.stride - axis.offset;
  return {as_size(std::max(first, 0)), as_size(std::min(first + axis.window, axis.large))};
}

std::size_t large_row(const Pooling& shape) { return as_size(shape.columns.large) * shape.channels; }
std::size_t large_plane(const Pooling& shape) { return as_size(shape.rows.large) * large_row(shape); }
std::size_t large_image(const Pooling& shape) { return as_size(shape.depth.large) * large_plane(shape); }
std::size_t small_row(const Pooling& shape) { return as_size(shape.columns.small) * shape.channels; }
std::size_t rows_of_image(const Pooling& shape) {
  return as_size(shape.depth.small) * as_size(shape.rows.small);
}
std::size_t work_of_row(const Pooling& shape) {
  return small_row(shape) * as_size(shape.depth.window) * as_size(shape.rows.window) *
         as_size(shape.columns.window);
}

/// Whether the windows along an axis meet each position exactly once.
bool tiles(const Axis& axis) {
  return axis.stride == axis.window && axis.offset == 0 && axis.small * axis.stride == axis.large;
}

/// Calls visit(run, place of its first number in the large image, and in the small row) for the runs of one
/// row of windows, which is counted over all planes.
template <class Visit>
void for_each_run(const Pooling& shape, std::size_t row, bool overlap, const Visit& visit) {
  const Range planes = window(shape.depth, row / as_size(shape.rows.small)),
              rows = window(shape.rows, row % as_size(shape.rows.small));
  struct Offsets;
  auto* offsets = scratch<Offsets, std::size_t>(planes.size() * rows.size() *
                                                as_size(std::min(shape.columns.window, shape.columns.large)));
  const std::size_t first = planes.begin * large_plane(shape) + rows.begin * large_row(shape),
                    columns = as_size(shape.columns.small);
  for (std::size_t column = 0, next = 0; column < columns; column = next) {
    const Range met = window(shape.columns, column);
    const auto is_alike = [&](std::size_t other) {
      const Range range = window(shape.columns, other);
      return range.size() == met.size() &&
             range.begin == met.begin + (other - column) * as_size(shape.columns.stride);
    };
    for (next = column + 1; next < columns && is_alike(next);) ++next;
    std::size_t taps = 0;
    for (std::size_t plane = 0; plane < planes.size(); ++plane) {
      for (std::size_t line = 0; line < rows.size(); ++line) {
        for (std::size_t pixel = 0; pixel < met.size(); ++pixel) {
          offsets[taps++] = plane * large_plane(shape) + line * large_row(shape) + pixel * shape.channels;
        }
      }
    }
    visit(PoolRun{.windows = next - column,
                  .channels = shape.channels,
                  .taps = taps,
                  .offsets = offsets,
                  .step = as_size(shape.columns.stride) * shape.channels,
                  .overlap = overlap},
          first + met.begin * shape.channels, column * shape.channels);
  }
}

/// Calls visit(run, place of its first number in the large images, and in the small ones) for all runs; each
/// row of windows may run on a thread of its own.
template <class Visit>
void pool(const Pooling& shape, const Visit& visit) {
  const std::size_t rows = rows_of_image(shape);
  parallel_for(shape.batch * rows, work_of_row(shape), [&](std::size_t row) {
    const std::size_t image = row / rows * large_image(shape);
    for_each_run(shape, row % rows, true, [&](const PoolRun& run, std::size_t large, std::size_t small) {
      visit(run, image + large, row * small_row(shape) + small);
    });
  });
}

/// Likewise, after setting dx to 0 unless each of its numbers is written once; windows overlap, so that only
/// images may run on threads of their own.
template <class Visit>
void pool_gradient(const Pooling& shape, float* dx, const Visit& visit) {
  const std::size_t rows = rows_of_image(shape), image_size = large_image(shape);
  const bool overlap = !tiles(shape.depth) || !tiles(shape.rows) || !tiles(shape.columns);
  parallel_for(shape.batch, rows * work_of_row(shape), [&](std::size_t image) {
    if (overlap) std::fill_n(dx + image * image_size, image_size, 0.0f);
    for (std::size_t row = 0; row < rows; ++row) {
      for_each_run(shape, row, overlap, [&](const PoolRun& run, std::size_t large, std::size_t small) {
        visit(run, image * image_size + large, (image * rows + row) * small_row(shape) + small);
      });
    }
  });
}

/// Calls visit(pixel in the large image, pixel in the small one) for each pixel of each window.
template <class Visit>
void for_each_pixel(const PoolRun& run, std::size_t large, std::size_t small, const Visit& visit) {
  for (std::size_t i = 0; i < run.windows; ++i) {
    for (std::size_t tap = 0; tap < run.taps; ++tap) {
      visit(large + i * run.step + run.offsets[tap], small + i * run.channels);
    }
  }
}

}  // namespace

void max_pool(const Pooling& shape, const float* x, Rectifier rectifier, float* y) {
  pool(shape, [=](const PoolRun& run, std::size_t large, std::size_t small) {
    vector_kernels().max_pool(run, x + large, y + small);
    if (rectifier.kind == Rectifier::Kind::none) return;
    vector_kernels().rectify(run.windows * run.channels, rectifier, y + small, y + small);
  });
}

void max_pool_gradient(const Pooling& shape, const float* x, const float* dy, float* dx) {
  pool_gradient(shape, dx, [=](const PoolRun& run, std::size_t large, std::size_t small) {
    vector_kernels().max_pool_gradient(run, x + large, dy + small, dx + large);
  });
}

void average_pool(const Pooling& shape, const float* x, float* y) {
  pool(shape, [=](const PoolRun& run, std::size_t large, std::size_t small) {
    const std::size_t sums = run.windows * run.channels;
    std::fill_n(y + small, sums, 0.0f);
    for_each_pixel(run, large, small, [&](std::size_t from, std::size_t to) {
      for (std::size_t c = 0; c < run.channels; ++c) y[to + c] += x[from + c];
    });
    for (std::size_t i = 0; i < sums; ++i) y[small + i] /= static_cast<float>(run.taps);
  });
}

void average_pool_gradient(const Pooling& shape, const float* dy, float* dx) {
  pool_gradient(shape, dx, [=](const PoolRun& run, std::size_t large, std::size_t small) {
    const auto count = static_cast<float>(run.taps);
    for_each_pixel(run, large, small, [&](std::size_t to, std::size_t from) {
      for (std::size_t c = 0; c < run.channels; ++c) {
        const float part = dy[from + c] / count;
        dx[to + c] = run.overlap ? dx[to + c] + part : part;
      }
    });
  });
}

}  // namespace keratin::kernels
