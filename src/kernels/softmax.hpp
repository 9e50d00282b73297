#pragma once

#include <cstddef>

namespace keratin::kernels {

// Functions of whole rows. Each takes rows · columns numbers; a gradient takes them from what its first line
// says.

/// y = exp(x) / Σ exp(x)
void softmax(std::size_t rows, std::size_t columns, const float* x, float* y);
void softmax_gradient(std::size_t rows, std::size_t columns, const float* y, const float* dy, float* dx);

/// y = x - log Σ exp(x)
void log_softmax(std::size_t rows, std::size_t columns, const float* x, float* y);
void log_softmax_gradient(std::size_t rows, std::size_t columns, const float* y, const float* dy, float* dx);

/// y = max(x - τ, 0), τ as activations::sparsemax says
void sparsemax(std::size_t rows, std::size_t columns, const float* x, float* y);
void sparsemax_gradient(std::size_t rows, std::size_t columns, const float* x, const float* dy, float* dx);

}  // namespace keratin::kernels
