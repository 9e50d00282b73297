#pragma once

#include "keratin/layers/layer.hpp"
#include "keratin/sides2d.hpp"
#include "kernels/pad.hpp"

namespace keratin::layers {

/// Throws ValueError, naming `what`, where one of them is negative.
void check_sides(const Layer& layer, const char* what, const Sides2D& sides);

/// Pictures (batch, rows, columns, channels) of shape `inner`, with more rows and columns around them.
kernels::Frame frame_of(const Shape& inner, const Sides2D& sides);

/// The shape of the pictures with `sign` times these rows and columns around them; None where the size is
/// open.
Shape framed_shape(const Layer& layer, const Shape& shape, const Sides2D& sides, int sign);

}  // namespace keratin::layers
