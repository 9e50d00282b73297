#include "utils/levels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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

}  // namespace keratin::utils
