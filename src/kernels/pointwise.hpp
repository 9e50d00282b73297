#pragma once

#include <cstddef>

namespace keratin::kernels {

/// The loops of a function of one number.
struct Pointwise {
  /// y = f(x)
  void (*forward)(std::size_t count, const float* x, float* y);

  /// dx = dy · f'(x), from x and y = f(x)
  void (*backward)(std::size_t count, const float* x, const float* y, const float* dy, float* dx);
};

/// The slope of leaky_relu below 0.
inline constexpr float leaky_relu_slope = 0.2f;

extern const Pointwise celu, elu, exponential, gelu, hard_shrink, hard_sigmoid, hard_silu, hard_tanh,
    keras2_hard_sigmoid, leaky_relu, linear, log_sigmoid, mish, relu, relu6, selu, sigmoid, silu, soft_shrink,
    softplus, softsign, sparse_plus, sparse_sigmoid, squareplus, tanh, tanh_shrink;

}  // namespace keratin::kernels
