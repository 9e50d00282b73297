#include "layers/common/sides.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernels/axis.hpp"
#include "layers/common/dimension.hpp"
#include "layers/common/volume.hpp"

namespace keratin::layers {

kernels::Frame frame_of(const Shape& inner, const Sides3D& sides) {
  using kernels::as_size;
  const Shape volume = as_volume(inner);
  return {.batch = as_size(volume[0]),
          .planes = as_size(volume[1]),
          .rows = as_size(volume[2]),
          .columns = as_size(volume[3]),
          .channels = as_size(volume[4]),
          .front = as_size(sides.front),
          .back = as_size(sides.back),
          .top = as_size(sides.top),
          .bottom = as_size(sides.bottom),
          .left = as_size(sides.left),
          .right = as_size(sides.right)};
}

Shape framed_shape(const Layer& layer, const Shape& shape, const Sides3D& sides, int sign) {
  const auto framed = [&](int size, int before, int after) {
    if (size == None) return None;
    const std::int64_t added = std::int64_t{before} + after;
    return output_dimension(layer, std::max<std::int64_t>(size + sign * added, 0));
  };
  Shape volume = as_volume(shape);
  volume[1] = framed(volume[1], sides.front, sides.back);
  volume[2] = framed(volume[2], sides.top, sides.bottom);
  volume[3] = framed(volume[3], sides.left, sides.right);
  return in_rank(volume, shape.rank());
}

}  // namespace keratin::layers
