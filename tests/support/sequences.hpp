#pragma once

#include "support/reference.hpp"

/// Sequences (batch, steps, channels) as pictures of one column, for the double loops of pictures.
namespace keratin::reference {

inline Array as_picture(Array sequence) {
  const Shape shape = sequence.shape;
  sequence.shape = {shape[0], shape[1], 1, shape[2]};
  return sequence;
}

inline Array as_sequence(Array picture) {
  const Shape shape = picture.shape;
  picture.shape = {shape[0], shape[1], shape[3]};
  return picture;
}

/// A kernel (steps, a, b) as one of pictures.
inline Array as_picture_kernel(Array kernel) {
  const Shape shape = kernel.shape;
  kernel.shape = {shape[0], 1, shape[1], shape[2]};
  return kernel;
}

}  // namespace keratin::reference
