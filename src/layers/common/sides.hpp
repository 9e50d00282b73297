#pragma once

#include "keratin/layers/layer.hpp"
#include "keratin/sides1d.hpp"
#include "keratin/sides2d.hpp"
#include "keratin/sides3d.hpp"
#include "kernels/pad.hpp"

namespace keratin::layers {

/// Throws ValueError, naming `what`, if one of them is negative.
void check_sides(const Layer& layer, const char* what, const Sides2D& sides);
void check_sides(const Layer& layer, const char* what, const Sides1D& sides);
void check_sides(const Layer& layer, const char* what, const Sides3D& sides);

/// The same sides for a sequence or an image as a volume.
inline Sides3D volume_sides(const Sides1D& sides) { return {{0, 0}, {0, 0}, {sides.before, sides.after}}; }
inline Sides3D volume_sides(const Sides2D& sides) {
  return {{0, 0}, {sides.top, sides.bottom}, {sides.left, sides.right}};
}
inline Sides3D volume_sides(const Sides3D& sides) { return sides; }

/// Sequences, images or volumes of shape `inner` with more places around them.
kernels::Frame frame_of(const Shape& inner, const Sides3D& sides);

/// Their shape with `sign` times these places around them; None if the size is open.
Shape framed_shape(const Layer& layer, const Shape& shape, const Sides3D& sides, int sign);

}  // namespace keratin::layers
