#pragma once

#include <cstdint>
#include <vector>

#include "keratin/tensor.hpp"

namespace keratin::utils {

/// The levels that Keras's array_to_img gives, in its order of operations: where it scales, less the minimum,
/// divided by the then greatest value, times 255; without the fraction. Whatever is outside of 0 … 255 is
/// moved to the nearer end, NaN to 0.
std::vector<std::uint8_t> to_levels(const Tensor& image, bool scale);

}  // namespace keratin::utils
