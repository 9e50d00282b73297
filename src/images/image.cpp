#include "images/image.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "files/system_file.hpp"
#include "images/image_formats.hpp"
#include "keratin/error.hpp"

namespace keratin::utils {

std::vector<std::uint8_t> to_levels(const Tensor& image, bool scale) {
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
  std::vector<std::uint8_t> levels(image.size());
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

void fail_without(const char* function, const char* library, const char* otherwise) {
  throw ValueError(
      fmt::format("{}() needs {}, and this library was built without it: install it and build again{}",
                  function, library, otherwise));
}

bool can_resize_to(const Shape& sides) {
  const auto fits = [](int side) { return side >= 1 && side <= longest_side; };
  return sides.rank() == 2 && fits(sides[0]) && fits(sides[1]) && sides.element_count() <= most_pixels;
}

std::optional<int> find_channels(const std::string& color_mode) {
  if (color_mode == "grayscale") return 1;
  if (color_mode == "rgb") return 3;
  if (color_mode == "rgba") return 4;
  return {};
}

bool is_image(const Shape& shape) {
  return shape.rank() == 4 && (shape[3] == 1 || shape[3] == 3 || shape[3] == 4);
}

void check_pixels(const std::string& path, std::size_t bytes, std::uint64_t rows, std::uint64_t columns,
                  std::uint64_t most_growth) {
  const std::uint64_t pixels = rows * columns;
  if (pixels <= most_pixels && pixels / most_growth <= bytes) return;
  saving::fail_to_read(path, fmt::format("it claims {}x{} pixels, more than 2^26 or than {} bytes can hold",
                                         rows, columns, bytes));
}

Shape checked_image_shape(const Shape& shape, DataFormat format, const char* function) {
  const bool last = format == DataFormat::channels_last;
  if (shape.rank() == 3 && shape.element_count() > 0) {
    const Shape image = last ? shape : Shape{shape[1], shape[2], shape[0]};
    if (is_image(image.with_batch(None))) return image;
  }
  throw ValueError(fmt::format(
      "{}() expects an image {} with 1, 3 or 4 channels. Received an array "
      "of shape {}. image_grid() makes one image of a batch.",
      function, last ? "(rows, columns, channels)" : "(channels, rows, columns)", to_string(shape)));
}

Image to_image(const Tensor& image, bool scale, const char* function) {
  const Shape shape = checked_image_shape(shape_of(image), DataFormat::channels_last, function);
  return {{static_cast<std::size_t>(shape[0]), static_cast<std::size_t>(shape[1]),
           static_cast<std::size_t>(shape[2])},
          to_levels(image, scale)};
}

}  // namespace keratin::utils
