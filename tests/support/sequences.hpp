#pragma once

#include "support/reference.hpp"

/// Sequences (batch, steps, channels) as images of one column, for the double loops of images.
namespace keratin::reference {

inline Array as_image(Array sequence) {
  const Shape shape = sequence.shape;
  sequence.shape = {shape[0], shape[1], 1, shape[2]};
  return sequence;
}

inline Array as_sequence(Array image) {
  const Shape shape = image.shape;
  image.shape = {shape[0], shape[1], shape[3]};
  return image;
}

/// A kernel (steps, a, b) as one of images.
inline Array as_image_kernel(Array kernel) {
  const Shape shape = kernel.shape;
  kernel.shape = {shape[0], 1, shape[1], shape[2]};
  return kernel;
}

}  // namespace keratin::reference
