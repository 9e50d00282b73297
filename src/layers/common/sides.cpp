#include "layers/common/sides.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "layers/common/dimension.hpp"

namespace keratin::layers {

void check_sides(const Layer& layer, const char* what, const Sides2D& sides) {
  if (std::min({sides.top, sides.bottom, sides.left, sides.right}) >= 0) return;
  layer.fail(fmt::format("{} must not be negative, but received (({}, {}), ({}, {})).", what, sides.top,
                         sides.bottom, sides.left, sides.right));
}

void check_sides(const Layer& layer, const char* what, const Sides1D& sides) {
  if (std::min(sides.before, sides.after) >= 0) return;
  layer.fail(fmt::format("{} must not be negative, but received ({}, {}).", what, sides.before, sides.after));
}

kernels::Frame frame_of(const Shape& inner, const Sides2D& sides) {
  const auto count = [](int n) { return static_cast<std::size_t>(n); };
  return {count(inner[0]),  count(inner[1]),     count(inner[2]),   count(inner[3]),
          count(sides.top), count(sides.bottom), count(sides.left), count(sides.right)};
}

Shape framed_shape(const Layer& layer, const Shape& shape, const Sides2D& sides, int sign) {
  const auto framed = [&](int size, int before, int after) {
    if (size == None) return None;
    const std::int64_t added = std::int64_t{before} + after;
    return output_dimension(layer, std::max<std::int64_t>(size + sign * added, 0));
  };
  return {shape[0], framed(shape[1], sides.top, sides.bottom), framed(shape[2], sides.left, sides.right),
          shape[3]};
}

}  // namespace keratin::layers
