#pragma once

#include <cstddef>

#include "kernels/simd/vector_kernels.hpp"

namespace keratin::kernels {

// Rectifiers: y = x above 0, and below it something else.

/// 0, or slope · x; the gradient from x or from y, which have the same sign.
void rectify(std::size_t count, Rectifier rectifier, const float* x, float* y);
void rectify_gradient(std::size_t count, Rectifier rectifier, const float* x, const float* dy, float* dx);

/// x above `threshold`, at most `highest`, and slope · (x − threshold) below it. Its derivative is 1 up to
/// `last_rising`, and 0 at the threshold.
struct ClippedRectifier {
  float threshold, slope, highest, last_rising;
};
void rectify_clipped(std::size_t count, const ClippedRectifier& rectifier, const float* x, float* y);
void rectify_clipped_gradient(std::size_t count, const ClippedRectifier& rectifier, const float* x,
                              const float* dy, float* dx);

/// alpha · (exp(x) − 1)
void rectify_exponential(std::size_t count, float alpha, const float* x, float* y);
void rectify_exponential_gradient(std::size_t count, float alpha, const float* x, const float* y,
                                  const float* dy, float* dx);

/// alpha[i] · x[row][i]
void rectify_parametric(std::size_t rows, std::size_t columns, const float* alpha, const float* x, float* y);
void rectify_parametric_gradient(std::size_t rows, std::size_t columns, const float* alpha, const float* x,
                                 const float* dy, float* dx);

/// dalpha[i] = the sum over the rows of the gradient with respect to alpha[i].
void rectify_parametric_alpha_gradient(std::size_t rows, std::size_t columns, const float* x, const float* dy,
                                       float* dalpha);

}  // namespace keratin::kernels
