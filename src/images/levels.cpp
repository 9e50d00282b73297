#include "images/levels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

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

Shape checked_image_shape(const Shape& shape, DataFormat format, const char* function) {
  const bool last = format == DataFormat::channels_last;
  if (shape.rank() == 3 && shape.element_count() > 0) {
    const int channels = last ? shape[2] : shape[0];
    if (channels == 1 || channels == 3 || channels == 4)
      return last ? shape : Shape{shape[1], shape[2], channels};
  }
  throw ValueError(fmt::format(
      "{}() expects an image {} with 1, 3 or 4 channels. Received an array "
      "of shape {}. image_grid() makes one image of a batch.",
      function, last ? "(rows, columns, channels)" : "(channels, rows, columns)", to_string(shape)));
}

Image to_image(const Tensor& image, bool scale, const char* function) {
  const Shape shape = checked_image_shape(shape_of(image), DataFormat::channels_last, function);
  return {static_cast<std::size_t>(shape[0]), static_cast<std::size_t>(shape[1]),
          static_cast<std::size_t>(shape[2]), to_levels(image, scale)};
}

}  // namespace keratin::utils
