#pragma once

#include <cstddef>

namespace keratin::kernels {

/// y[row][column] += bias[column].
void add_bias(std::size_t rows, std::size_t columns, const float* bias, float* y);

/// sums[column] += the sum over the rows of x[row][column], cut into parts that depend only on the sizes.
void add_column_sums(std::size_t rows, std::size_t columns, const float* x, float* sums);

/// Σ|x| and Σx², cut into parts that depend only on the count.
double sum_of_magnitudes(std::size_t count, const float* x);
double sum_of_squares(std::size_t count, const float* x);

/// Whether no number is infinite or not a number.
bool all_finite(std::size_t count, const float* x);

}  // namespace keratin::kernels
