#pragma once

#include <cstdint>
#include <vector>

#include "images/image.hpp"
#include "keratin/data_format.hpp"
#include "keratin/tensor.hpp"

namespace keratin::utils {

/// The levels that Keras's array_to_img gives, in its order of operations: where it scales, less the minimum,
/// divided by the then greatest value, times 255; without the fraction. Whatever is outside of 0 … 255 is
/// moved to the nearer end, NaN to 0.
std::vector<std::uint8_t> to_levels(const Tensor& image, bool scale);

/// The shape (rows, columns, channels) of an image of this shape. Throws ValueError, naming `function`,
/// where it is none of 1, 3 or 4 channels.
Shape checked_image_shape(const Shape& shape, DataFormat format, const char* function);

/// The levels of an image (rows, columns, channels). Throws as above.
Image to_image(const Tensor& image, bool scale, const char* function);

}  // namespace keratin::utils
