#pragma once

#include "keratin/models/sequential.hpp"
#include "keratin/shape.hpp"

namespace keratin::tool {

/// Whether a shape, batch first, is of images of 1, 3 or 4 channels.
bool is_image(const Shape& shape);

/// The same layers and weights for images of any size, where the layers, in nested models too, can take
/// them, as convolutions can; otherwise the model as it is.
Sequential for_any_size(const Sequential& model);

/// What the model makes of an image (rows, columns, channels), in the same form.
Shape made_of(const Sequential& model, const Shape& image);

/// How what a model makes grows with the image along an axis: by `made` pixels for each `period` pixels,
/// the product of its strides. `made` is 0 where the image's size is fixed, or what is made does not grow.
struct Growth {
  int period = 1, made = 0;
};

/// Axis 0 is the rows, 1 the columns.
Growth growth_of(const Sequential& model, int axis);

}  // namespace keratin::tool
