#pragma once

#include <cstddef>

namespace keratin::kernels {

// Rectifiers with a parameter: y = x above 0, and below it something else.

/// slope · x
void rectify_leaky(std::size_t count, float slope, const float* x, float* y);
void rectify_leaky_gradient(std::size_t count, float slope, const float* x, const float* dy, float* dx);

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
