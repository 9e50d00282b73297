#pragma once

#include <optional>

#include "keratin/shape.hpp"
#include "keratin/size2d.hpp"
#include "keratin/size3d.hpp"

namespace keratin::layers {

// Kernels work on volumes (batch, depth, rows, columns, channels): an image is a volume with a depth of 1, a
// sequence (batch, steps, channels) an image of one row.

/// The shape of sequences, images or volumes as one of volumes.
inline Shape as_volume(const Shape& shape) {
  Shape volume{shape[0]};
  for (int axis = shape.rank(); axis < 5; ++axis) volume.push_back(1);
  for (int axis = 1; axis < shape.rank(); ++axis) volume.push_back(shape[axis]);
  return volume;
}

/// The shape of volumes as one of this rank, whose other axes have a size of 1.
inline Shape in_rank(const Shape& volume, int rank) {
  Shape shape{volume[0]};
  for (int axis = volume.rank() - rank + 1; axis < volume.rank(); ++axis) shape.push_back(volume[axis]);
  return shape;
}

/// A size of sequences, images or volumes, with `others` for the axes that they do not have.
inline Size3D volume_size(int steps, int others = 1) { return {others, others, steps}; }
inline Size3D volume_size(Size2D size, int others = 1) { return {others, size.rows, size.columns}; }
inline Size3D volume_size(Size3D size, int /*others*/ = 1) { return size; }

/// The output_padding of a transposed convolution, which adds nothing along those axes.
template <class Size>
std::optional<Size3D> volume_padding(const std::optional<Size>& output_padding) {
  if (!output_padding) return {};
  return volume_size(*output_padding, 0);
}

/// A size as users write it for a layer of this rank.
template <int rank>
auto size_in_rank(Size3D size) {
  if constexpr (rank == 3) {
    return size.columns;
  } else if constexpr (rank == 4) {
    return Size2D(size.rows, size.columns);
  } else {
    return size;
  }
}

}  // namespace keratin::layers
