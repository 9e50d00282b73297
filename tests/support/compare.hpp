#pragma once

#include "keratin/tensor.hpp"

namespace keratin::testing {

/// The largest |actual - expected|, relative to the largest |expected| or to 0.01 if all are smaller.
/// Infinite if the shapes differ or one of two unequal values is not finite.
double max_difference(const Tensor& actual, const Tensor& expected);

/// Fails the running test if the shapes differ or max_difference is over `tolerance`, and shows the first
/// difference.
void require_close(const Tensor& actual, const Tensor& expected, double tolerance);

}  // namespace keratin::testing
