#pragma once

#include "kernels/channels.hpp"

namespace keratin::kernels {

// Normalization with a mean and an inverse (one over the standard deviation) for each channel of each sample,
// as moments() computes them, and with a gamma and a beta for each place of a row.

/// y = (x − mean) · inverse · gamma + beta.
void normalize_groups(const Channels& shape, const float* x, const float* mean, const float* inverse,
                      const float* gamma, const float* beta, float* y);

/// The gradient with respect to x, of which mean and inverse are functions.
void normalize_groups_gradient(const Channels& shape, const float* x, const float* dy, const float* mean,
                               const float* inverse, const float* gamma, float* dx);

/// The gradients with respect to gamma and beta: sums over all rows.
void group_weight_gradients(const Channels& shape, const float* x, const float* dy, const float* mean,
                            const float* inverse, float* dgamma, float* dbeta);

/// y = x · factor, where factor is 1 / √(Σ x²) over a row of x (rows, columns), at most `largest`; `factors`
/// is one a row.
void normalize_rows(std::size_t rows, std::size_t columns, float largest, const float* x, float* factors,
                    float* y);

/// Where the factor is `largest`, it counts as a constant.
void normalize_rows_gradient(std::size_t rows, std::size_t columns, float largest, const float* x,
                             const float* factors, const float* dy, float* dx);

}  // namespace keratin::kernels
