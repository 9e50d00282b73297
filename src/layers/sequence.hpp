#pragma once

#include "keratin/shape.hpp"
#include "kernels/axis.hpp"

namespace keratin::layers {

// The kernels know pictures: to them a sequence (batch, steps, channels) is a picture of one row.

/// (batch, steps, channels) as (batch, 1, steps, channels).
inline Shape as_picture(const Shape& sequence) { return {sequence[0], 1, sequence[1], sequence[2]}; }

/// (batch, 1, steps, channels) as (batch, steps, channels).
inline Shape as_sequence(const Shape& picture) { return {picture[0], picture[2], picture[3]}; }

/// The rows of a window over such pictures.
inline constexpr kernels::Axis one_row = {
    .large = 1, .small = 1, .window = 1, .stride = 1, .dilation = 1, .offset = 0};

}  // namespace keratin::layers
