#pragma once

#include <cstddef>

namespace keratin::kernels {

/// The loops of a function of a number x and a constant c.
struct Arithmetic {
  /// y = f(x)
  void (*forward)(std::size_t count, float c, const float* x, float* y);

  /// dx = dy · f'(x)
  void (*backward)(std::size_t count, float c, const float* x, const float* dy, float* dx);
};

// As named: x + c, x − c, c − x, …; |x|, −x and x² ignore c.
extern const Arithmetic plus_c, minus_c, c_minus, times_c, over_c, c_over, power_c, c_power, maximum_c,
    c_maximum, minimum_c, c_minimum, magnitude, negation, squared;

}  // namespace keratin::kernels
