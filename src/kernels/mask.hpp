#pragma once

#include <cstddef>

namespace keratin::kernels {

/// y = x · mask, and 0 where the mask is 0, whatever x is there.
void apply_mask(std::size_t count, const float* mask, const float* x, float* y);

}  // namespace keratin::kernels
