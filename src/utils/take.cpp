#include "keratin/utils/take.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "utils/axis_extent.hpp"

namespace keratin::utils {

namespace {

std::size_t checked_index(int index, int size) {
  if (index >= -size && index < size) return static_cast<std::size_t>(index < 0 ? index + size : index);
  throw ValueError(
      fmt::format("take: indices must be from {} to {}, since the axis has a size of {}, but "
                  "received {}.",
                  -size, size - 1, size, index));
}

}  // namespace

Tensor take(const TensorArgument& x, const std::vector<int>& indices, int axis) {
  const Shape shape = shape_of(x.tensor());
  const int along = nonnegative_axis("take", shape, axis);
  const AxisExtent extent = axis_extent(shape, along);
  std::vector<std::size_t> numbers;
  numbers.reserve(indices.size());
  for (int index : indices) numbers.push_back(checked_index(index, shape[along]));

  Shape taken = shape;
  taken[along] = static_cast<int>(indices.size());
  Tensor result = empty_tensor(taken);
  float* next = result.data();
  for (std::size_t outer = 0; outer < extent.outer; ++outer) {
    const float* first = x.tensor().data() + outer * extent.size * extent.inner;
    for (std::size_t number : numbers) next = std::copy_n(first + number * extent.inner, extent.inner, next);
  }
  return result;
}

}  // namespace keratin::utils
