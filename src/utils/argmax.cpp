#include "keratin/utils/argmax.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <vector>

#include "keratin/error.hpp"
#include "utils/axis_extent.hpp"

namespace keratin::utils {

namespace {

bool exceeds(float a, float b) { return a > b || (std::isnan(a) && !std::isnan(b)); }

int position_of_largest(const float* values, std::size_t count, std::size_t step) {
  std::size_t largest = 0;
  for (std::size_t i = 1; i < count; ++i) {
    if (exceeds(values[i * step], values[largest * step])) largest = i;
  }
  return static_cast<int>(largest);
}

}  // namespace

xt::xarray<int> argmax(const TensorArgument& x, int axis) {
  const Shape shape = shape_of(x.tensor());
  const int along = nonnegative_axis("argmax", shape, axis);
  const AxisExtent extent = axis_extent(shape, along);
  if (extent.size == 0) {
    throw ValueError(fmt::format("argmax: axis {} of the shape {} has no numbers, so none is the largest.",
                                 axis, to_string(shape)));
  }
  std::vector<std::size_t> sizes(shape.begin(), shape.end());
  sizes.erase(sizes.begin() + along);
  auto result = xt::xarray<int>::from_shape(sizes);
  int* next = result.data();
  for (std::size_t outer = 0; outer < extent.outer; ++outer) {
    const float* first = x.tensor().data() + outer * extent.size * extent.inner;
    for (std::size_t inner = 0; inner < extent.inner; ++inner) {
      *next++ = position_of_largest(first + inner, extent.size, extent.inner);
    }
  }
  return result;
}

}  // namespace keratin::utils
