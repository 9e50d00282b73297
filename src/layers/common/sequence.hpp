#pragma once

#include "keratin/shape.hpp"
#include "keratin/size2d.hpp"

namespace keratin::layers {

// Kernels work on images: a sequence (batch, steps, channels) is an image of one row.

/// (batch, steps, channels) as (batch, 1, steps, channels).
inline Shape as_image(const Shape& sequence) { return {sequence[0], 1, sequence[1], sequence[2]}; }

/// (batch, 1, steps, channels) as (batch, steps, channels).
inline Shape as_sequence(const Shape& image) { return {image[0], image[2], image[3]}; }

/// The kernels' shape for a shape of a layer of this rank.
template <int rank>
Shape as_image_of(const Shape& shape) {
  return rank == 3 ? as_image(shape) : shape;
}

/// The size of a window as users write it for a layer of this rank: one number for sequences.
template <int rank>
auto size_in_rank(Size2D size) {
  if constexpr (rank == 3) {
    return size.columns;
  } else {
    return size;
  }
}

}  // namespace keratin::layers
