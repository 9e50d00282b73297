#include "keratin/utils/image_utils.hpp"

#include <fmt/format.h>
#ifdef KERATIN_HAS_PNG
#include <png.h>
#endif

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "keratin/error.hpp"
#include "saving/atomic_file.hpp"
#include "utils/png.hpp"

namespace keratin::utils {
namespace {

using Bytes = std::vector<std::uint8_t>;

void check_ending(const std::string& path) {
  std::string ending = path.substr(path.size() - std::min<std::size_t>(path.size(), 4));
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (ending == ".png") return;
  throw ValueError(
      fmt::format("save_img() writes PNG files only: `path` must end in .png. Received: '{}'.", path));
}

Shape checked_image_shape(const Tensor& image) {
  const Shape shape = shape_of(image);
  const bool supported = shape.rank() == 3 && (shape[2] == 1 || shape[2] == 3 || shape[2] == 4);
  if (supported && image.size() > 0) return shape;
  throw ValueError(fmt::format(
      "save_img() expects a picture (rows, columns, channels) with 1, 3 or 4 channels. Received an array "
      "of shape {}. image_grid() makes one picture of a batch.",
      to_string(shape)));
}

/// The levels that Keras's array_to_img gives, in its order of operations: less the minimum, divided by the
/// then greatest value, times 255, without the fraction.
Bytes to_levels(const Tensor& image, bool scale) {
  float least = 0;
  float greatest = 0;
  if (scale) {
    least = std::numeric_limits<float>::infinity();
    greatest = -least;
    for (float value : image.storage()) {
      if (!std::isfinite(value)) continue;
      least = std::min(least, value);
      greatest = std::max(greatest, value);
    }
    greatest -= least;
  }
  Bytes levels(image.size());
  std::transform(image.storage().begin(), image.storage().end(), levels.begin(), [&](float value) {
    float level = value;
    if (scale) {
      level -= least;
      if (greatest != 0) level /= greatest;
      level *= 255;
    }
    return std::isnan(level) ? std::uint8_t{0} : static_cast<std::uint8_t>(std::clamp(level, 0.0F, 255.0F));
  });
  return levels;
}

#ifdef KERATIN_HAS_PNG
/// Uses libpng's simplified interface, which returns its errors instead of jumping out of the caller.
Bytes encode_png(const Bytes& levels, const Shape& shape) {
  png_image picture{};
  picture.version = PNG_IMAGE_VERSION;
  picture.width = static_cast<png_uint_32>(shape[1]);
  picture.height = static_cast<png_uint_32>(shape[0]);
  picture.format = shape[2] == 1 ? PNG_FORMAT_GRAY : shape[2] == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_RGBA;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(picture);
  Bytes encoded(size);
  if (png_image_write_to_memory(&picture, encoded.data(), &size, 0, levels.data(), 0, nullptr) == 0) {
    throw ValueError(fmt::format("A picture of shape {} cannot be written as PNG: {}.", to_string(shape),
                                 static_cast<const char*>(picture.message)));
  }
  encoded.resize(size);
  return encoded;
}
#else
Bytes encode_png(const Bytes&, const Shape&) {
  throw ValueError(
      "save_img() needs libpng, and this library was built without it: install libpng (Debian: "
      "libpng-dev) and build again.");
}
#endif

void check_grid_arguments(const Shape& shape, const ImageGridOptions& options) {
  if (shape.rank() != 4) {
    throw ValueError(
        fmt::format("image_grid() expects pictures (batch, rows, columns, channels). Received an array of "
                    "shape {}.",
                    to_string(shape)));
  }
  if (shape.element_count() == 0) {
    throw ValueError(fmt::format("image_grid() needs at least one picture. Received an array of shape {}.",
                                 to_string(shape)));
  }
  if (options.columns.value_or(1) < 1 || options.padding < 0 || options.zoom < 1) {
    throw ValueError(fmt::format(
        "image_grid() needs `columns` >= 1, `padding` >= 0 and `zoom` >= 1. Received: "
        "columns={}, padding={}, zoom={}.",
        options.columns ? std::to_string(*options.columns) : "None", options.padding, options.zoom));
  }
}

/// Where the pictures of a grid lie along an axis: how many, and the size of the whole.
struct GridAxis {
  std::size_t count;
  std::size_t step;  ///< From a picture's first pixel to the next one's.
  std::size_t size;

  GridAxis(std::size_t pictures, int pixels, const ImageGridOptions& options)
      : count(pictures),
        step(static_cast<std::size_t>(pixels) * static_cast<std::size_t>(options.zoom) +
             static_cast<std::size_t>(options.padding)),
        size(count * step - static_cast<std::size_t>(options.padding)) {}
};

struct Grid {
  GridAxis vertical, horizontal;
};

void check_grid_size(const GridAxis& vertical, const GridAxis& horizontal, int channels) {
  constexpr double limit = 1U << 28U;
  const double values = static_cast<double>(vertical.count) * static_cast<double>(vertical.step) *
                        static_cast<double>(horizontal.count) * static_cast<double>(horizontal.step) *
                        channels;
  if (values <= limit) return;
  throw ValueError(
      fmt::format("image_grid() makes at most 2^28 values; this picture would have about {:.2g}. Use fewer "
                  "pictures, or a smaller `zoom` or `padding`.",
                  values));
}

Grid checked_grid(const Shape& shape, const ImageGridOptions& options) {
  check_grid_arguments(shape, options);
  const auto batch = static_cast<std::size_t>(shape[0]);
  const auto nearly_square = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(batch))));
  const std::size_t across = options.columns ? static_cast<std::size_t>(*options.columns) : nearly_square;
  const GridAxis horizontal(across, shape[2], options);
  const GridAxis vertical((batch + horizontal.count - 1) / horizontal.count, shape[1], options);
  check_grid_size(vertical, horizontal, shape[3]);
  return {vertical, horizontal};
}

}  // namespace

std::vector<std::uint8_t> png_of(const Tensor& image, bool scale) {
  const Shape shape = checked_image_shape(image);
  return encode_png(to_levels(image, scale), shape);
}

void save_img(const std::string& path, const Tensor& image, const SaveImgOptions& options) {
  check_ending(path);
  saving::write_atomically(path, png_of(image, options.scale));
}

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
  Tensor grid = Tensor::from_shape({vertical.size, horizontal.size, channels});
  grid.fill(options.pad_value);
  for (std::size_t picture = 0; picture < static_cast<std::size_t>(shape[0]); ++picture) {
    const std::size_t top = picture / horizontal.count * vertical.step;
    const std::size_t left = picture % horizontal.count * horizontal.step;
    const float* source = images.data() + picture * rows * columns * channels;
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
