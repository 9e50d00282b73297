#pragma once

#include <cstddef>

namespace keratin::kernels {

/// y = x · mask, and 0 where the mask is 0, whatever x is there.
void apply_mask(std::size_t count, const float* mask, const float* x, float* y);

/// y = x · mask + shift, and `masked` where the mask is 0.
void apply_mask(std::size_t count, const float* mask, float shift, float masked, const float* x, float* y);

/// y = x + noise.
void add_noise(std::size_t count, const float* noise, const float* x, float* y);

}  // namespace keratin::kernels
