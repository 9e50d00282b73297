#pragma once

#include "keratin/layers/layer.hpp"
#include "kernels/resize.hpp"

namespace keratin::layers {

/// Throws the layer's ValueError for an unknown name; case-insensitive.
kernels::Interpolation parse_interpolation(const Layer& layer, const std::string& name);

/// Images x (batch, rows, columns, channels) resized to new rows and columns; x itself if it has them
/// already.
View resize(View x, int new_rows, int new_columns, kernels::Interpolation interpolation, bool antialias,
            Tape& tape);

/// The gradient with respect to images of shape `x`.
View resize_gradient(View dy, const Shape& x, kernels::Interpolation interpolation, bool antialias,
                     Tape& tape);

}  // namespace keratin::layers
