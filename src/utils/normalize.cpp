#include "keratin/utils/normalize.hpp"

#include <cmath>
#include <cstddef>

#include "utils/axis_extent.hpp"

namespace keratin::utils {

namespace {

double l2_norm(const float* values, std::size_t count, std::size_t step) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += static_cast<double>(values[i * step]) * values[i * step];
  return std::sqrt(sum);
}

}  // namespace

Tensor normalize(const TensorArgument& x, int axis) {
  Tensor result = x.tensor();
  const Shape shape = shape_of(result);
  const AxisExtent extent = axis_extent(shape, nonnegative_axis("normalize", shape, axis));
  for (std::size_t outer = 0; outer < extent.outer; ++outer) {
    for (std::size_t inner = 0; inner < extent.inner; ++inner) {
      float* values = result.data() + outer * extent.size * extent.inner + inner;
      const double norm = l2_norm(values, extent.size, extent.inner);
      if (norm == 0) continue;
      for (std::size_t i = 0; i < extent.size; ++i) {
        float& value = values[i * extent.inner];
        value = static_cast<float>(value / norm);
      }
    }
  }
  return result;
}

}  // namespace keratin::utils
