#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "keratin/error.hpp"
#include "keratin/utils/image_utils.hpp"

namespace keratin::utils {
namespace {

void check_grid_arguments(const Shape& shape, const ImageGridOptions& options) {
  if (shape.rank() != 4) {
    throw ValueError(
        fmt::format("image_grid() expects images (batch, rows, columns, channels). Received an array of "
                    "shape {}.",
                    to_string(shape)));
  }
  if (shape.element_count() == 0) {
    throw ValueError(fmt::format("image_grid() needs at least one image. Received an array of shape {}.",
                                 to_string(shape)));
  }
  if (options.columns.value_or(1) < 1 || options.padding < 0 || options.zoom < 1) {
    throw ValueError(fmt::format(
        "image_grid() needs `columns` >= 1, `padding` >= 0 and `zoom` >= 1. Received: "
        "columns={}, padding={}, zoom={}.",
        options.columns ? std::to_string(*options.columns) : "None", options.padding, options.zoom));
  }
}

/// Where the images of a grid lie along an axis: how many, and the size of the whole.
struct GridAxis {
  std::size_t count;
  std::size_t step;  ///< From an image's first pixel to the next one's.
  std::size_t size;

  GridAxis(std::size_t images, int pixels, const ImageGridOptions& options)
      : count(images),
        step(static_cast<std::size_t>(pixels) * static_cast<std::size_t>(options.zoom) +
             static_cast<std::size_t>(options.padding)),
        size(count * step - static_cast<std::size_t>(options.padding)) {}
};

/// Its rows and its columns.
std::array<GridAxis, 2> checked_grid(const Shape& shape, const ImageGridOptions& options) {
  check_grid_arguments(shape, options);
  const auto batch = static_cast<std::size_t>(shape[0]);
  const auto nearly_square = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(batch))));
  const std::size_t across = options.columns ? static_cast<std::size_t>(*options.columns) : nearly_square;
  const GridAxis horizontal(across, shape[2], options);
  const GridAxis vertical((batch + across - 1) / across, shape[1], options);
  constexpr double limit = 1U << 28U;
  double values = shape[3];
  for (const GridAxis& axis : {vertical, horizontal})
    values *= static_cast<double>(axis.count) * static_cast<double>(axis.step);
  if (values <= limit) return {vertical, horizontal};
  throw ValueError(
      fmt::format("image_grid() makes at most 2^28 values; this image would have about {:.2g}. Use fewer "
                  "images, or a smaller `zoom` or `padding`.",
                  values));
}

}  // namespace

Shape image_grid_shape(const Shape& images, const ImageGridOptions& options) {
  const auto [vertical, horizontal] = checked_grid(images, options);
  return {static_cast<int>(vertical.size), static_cast<int>(horizontal.size), images[3]};
}

Tensor image_grid(const Tensor& images, const ImageGridOptions& options) {
  const Shape shape = shape_of(images);
  const auto [vertical, horizontal] = checked_grid(shape, options);
  const auto rows = static_cast<std::size_t>(shape[1]);
  const auto columns = static_cast<std::size_t>(shape[2]);
  const auto channels = static_cast<std::size_t>(shape[3]);
  const auto zoom = static_cast<std::size_t>(options.zoom);
  Tensor grid = empty_tensor(image_grid_shape(shape, options));
  grid.fill(options.pad_value);
  for (std::size_t image = 0; image < static_cast<std::size_t>(shape[0]); ++image) {
    const std::size_t top = image / horizontal.count * vertical.step;
    const std::size_t left = image % horizontal.count * horizontal.step;
    const float* source = images.data() + image * rows * columns * channels;
    for (std::size_t y = 0; y < rows * zoom; ++y) {
      float* target = grid.data() + ((top + y) * horizontal.size + left) * channels;
      for (std::size_t x = 0; x < columns * zoom; ++x) {
        target = std::copy_n(source + (y / zoom * columns + x / zoom) * channels, channels, target);
      }
    }
  }
  return grid;
}

}  // namespace keratin::utils
