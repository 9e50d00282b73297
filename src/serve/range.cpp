#include "serve/range.hpp"

#include <fmt/format.h>

#include <cmath>

#include "images/image.hpp"
#include "keratin/error.hpp"

namespace keratin::serving {

void check_range(const char* option, const Range& range) {
  const auto [black, white] = range;
  if (std::isfinite(white - black) && black != white) return;
  throw ValueError(fmt::format(
      "{} takes two numbers that differ, for black and for white, such as 0 1, but received {} {}", option,
      black, white));
}

void to_range(Tensor& levels, const Range& range) {
  for (float& value : levels) value = range.first + value / 255.0f * (range.second - range.first);
}

std::vector<std::uint8_t> to_levels(Tensor values, const Range& range) {
  for (float& value : values) {
    value = std::round((value - range.first) / (range.second - range.first) * 255.0f);
  }
  return utils::to_levels(values, false);
}

}  // namespace keratin::serving
