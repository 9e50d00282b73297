#pragma once

#include "keratin/tensor.hpp"

namespace keratin::testing {

/// The largest |actual - expected|, relative to the largest |expected| or to 0.01 where all are smaller.
/// Infinite where the shapes differ or one of two unequal values is not finite.
double max_difference(const Tensor& actual, const Tensor& expected);

/// Fails the running test where the shapes differ or max_difference is over `tolerance`, and says where
/// first.
void require_close(const Tensor& actual, const Tensor& expected, double tolerance);

}  // namespace keratin::testing
