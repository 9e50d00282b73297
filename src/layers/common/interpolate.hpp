#pragma once

#include "keratin/layers/layer.hpp"
#include "kernels/resize.hpp"

namespace keratin::layers {

/// Throws the layer's ValueError for a name that is not known; capitals count as small letters.
kernels::Interpolation parse_interpolation(const Layer& layer, const std::string& name);

/// Images x (batch, rows, columns, channels) of new rows and columns: x itself where it has them.
View resize(View x, int new_rows, int new_columns, kernels::Interpolation interpolation, bool antialias,
            Tape& tape);

/// The gradient with respect to images of shape `x`.
View resize_gradient(View dy, const Shape& x, kernels::Interpolation interpolation, bool antialias,
                     Tape& tape);

}  // namespace keratin::layers
