#pragma once

#include "kernels/channels.hpp"

namespace keratin::kernels {

/// The mean and the biased variance of each channel of each sample.
void moments(const Channels& shape, const float* x, float* mean, float* variance);

// With one sample: a batch normalized channel by channel.

/// y = x · scale + shift, with one scale and shift a channel.
void scale_and_shift(const Channels& shape, const float* x, const float* scale, const float* shift, float* y);

/// For each channel the sum of dy, and the sum of dy · (x − mean) · inverse.
void normalized_sums(const Channels& shape, const float* x, const float* dy, const float* mean,
                     const float* inverse, float* sum_dy, float* sum_dy_x);

/// dx = dy · a + x · b + c, with one a, b and c a channel.
void combine(const Channels& shape, const float* x, const float* dy, const float* a, const float* b,
             const float* c, float* dx);

}  // namespace keratin::kernels
