#pragma once

#include "keratin/layers/layer.hpp"
#include "keratin/sides1d.hpp"
#include "keratin/sides2d.hpp"
#include "kernels/pad.hpp"

namespace keratin::layers {

/// Throws ValueError, naming `what`, if one of them is negative.
void check_sides(const Layer& layer, const char* what, const Sides2D& sides);
void check_sides(const Layer& layer, const char* what, const Sides1D& sides);

/// The same sides for a sequence as an image of one row.
inline Sides2D sides2d(const Sides1D& sides) { return {{0, 0}, {sides.before, sides.after}}; }

/// Images (batch, rows, columns, channels) of shape `inner`, surrounded by more rows and columns.
kernels::Frame frame_of(const Shape& inner, const Sides2D& sides);

/// The shape of the images with `sign` times these rows and columns around them; None if the size is open.
Shape framed_shape(const Layer& layer, const Shape& shape, const Sides2D& sides, int sign);

}  // namespace keratin::layers
