#pragma once

#include <fmt/format.h>

#include <cstddef>

#include "keratin/error.hpp"
#include "keratin/shape.hpp"

namespace keratin::utils {

/// An array seen as (outer, size, inner), with one of its axes in the middle.
struct AxisExtent {
  std::size_t outer = 1, size = 1, inner = 1;
};

/// `axis`, counted from 0. Throws ValueError, with the function's name in front, for an axis that the shape
/// lacks.
inline int nonnegative_axis(const char* function, const Shape& shape, int axis) {
  const int rank = shape.rank();
  if (axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
  throw ValueError(
      fmt::format("{}: axis must be one of the array's axes, whose shape is {}, but received {}. The first "
                  "axis is 0, the last one -1.",
                  function, to_string(shape), axis));
}

inline AxisExtent axis_extent(const Shape& shape, int axis) {
  AxisExtent extent;
  for (int i = 0; i < shape.rank(); ++i) {
    std::size_t& part = i < axis ? extent.outer : i == axis ? extent.size : extent.inner;
    part *= static_cast<std::size_t>(shape[i]);
  }
  return extent;
}

}  // namespace keratin::utils
