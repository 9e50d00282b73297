#pragma once

#include <cstddef>

namespace keratin::kernels {

/// y = a · gate with gate = sigmoid(b), where each row of x is a, then b: x (rows, 2 · columns), y and gates
/// (rows, columns).
void glu(std::size_t rows, std::size_t columns, const float* x, float* gates, float* y);
void glu_gradient(std::size_t rows, std::size_t columns, const float* x, const float* gates, const float* dy,
                  float* dx);

}  // namespace keratin::kernels
