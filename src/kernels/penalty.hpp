#pragma once

#include <cstddef>

namespace keratin::kernels {

/// dx += l1 · sign(x) + 2 · l2 · x: the gradient of l1 · Σ|x| + l2 · Σx².
void add_penalty_gradient(std::size_t count, float l1, float l2, const float* x, float* dx);

}  // namespace keratin::kernels
