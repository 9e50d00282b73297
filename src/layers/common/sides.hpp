#pragma once

#include "keratin/layers/layer.hpp"
#include "keratin/sides3d.hpp"
#include "kernels/pad.hpp"

namespace keratin::layers {

/// Sequences, images or volumes of shape `inner` with more places around them.
kernels::Frame frame_of(const Shape& inner, const Sides3D& sides);

/// Their shape with `sign` times these places around them; None if the size is open.
Shape framed_shape(const Layer& layer, const Shape& shape, const Sides3D& sides, int sign);

}  // namespace keratin::layers
