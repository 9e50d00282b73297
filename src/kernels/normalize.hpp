#pragma once

#include <cstddef>

namespace keratin::kernels {

/// An array seen as (outer, channels, inner), normalized channel by channel.
struct Channels {
  std::size_t outer, channels, inner;

  [[nodiscard]] std::size_t values_per_channel() const { return outer * inner; }
};

/// The mean and the biased variance of each channel.
void moments(const Channels& shape, const float* x, float* mean, float* variance);

/// y = x · scale + shift, with one scale and shift a channel.
void scale_and_shift(const Channels& shape, const float* x, const float* scale, const float* shift, float* y);

/// For each channel the sum of dy, and the sum of dy · (x − mean) · inverse.
void normalized_sums(const Channels& shape, const float* x, const float* dy, const float* mean,
                     const float* inverse, float* sum_dy, float* sum_dy_x);

/// dx = dy · a + x · b + c, with one a, b and c a channel.
void combine(const Channels& shape, const float* x, const float* dy, const float* a, const float* b,
             const float* c, float* dx);

}  // namespace keratin::kernels
