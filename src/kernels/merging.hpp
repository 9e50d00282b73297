#pragma once

#include <cstddef>
#include <span>

#include "kernels/gemm.hpp"

namespace keratin::kernels {

// One array from several, `x`, of `count` numbers each.

void add_all(std::size_t count, std::span<const float* const> x, float* y);
void multiply_all(std::size_t count, std::span<const float* const> x, float* y);
void average_all(std::size_t count, std::span<const float* const> x, float* y);
void maximum_of(std::size_t count, std::span<const float* const> x, float* y);
void minimum_of(std::size_t count, std::span<const float* const> x, float* y);

// The gradients with respect to those that are not null in `dx`. That of an extremum is the first array's
// that has it.

void multiply_all_gradient(std::size_t count, std::span<const float* const> x, const float* dy,
                           std::span<float* const> dx);
void maximum_of_gradient(std::size_t count, std::span<const float* const> x, const float* dy,
                         std::span<float* const> dx);
void minimum_of_gradient(std::size_t count, std::span<const float* const> x, const float* dy,
                         std::span<float* const> dx);

/// y = a − b
void subtract(std::size_t count, const float* a, const float* b, float* y);

/// y = x / divisor
void divide(std::size_t count, const float* x, float divisor, float* y);

/// dx, of a shape that has 1 or dy's size on each axis and dy's on the first: the sums of dy over the axes
/// where it has 1.
void sum_repeated(std::span<const int> x_shape, std::span<const int> y_shape, const float* dy, float* dx);

/// `length` numbers of each row of an array.
template <class T>
struct Strip {
  T* data = nullptr;
  std::size_t length = 0;
};

/// The rows of y: those of all strips one after the other. What is null is left as it is.
void concatenate(std::size_t rows, std::span<const Strip<const float>> x, float* y);

/// The inverse, for the strips that are not null.
void split(std::size_t rows, const float* y, std::span<const Strip<float>> x);

/// c = a · b for each of `count` matrices, which lie one after the other: see gemm().
void gemm_each(std::size_t count, std::size_t rows, std::size_t columns, std::size_t inner, Matrix a,
               Matrix b, float* c);

}  // namespace keratin::kernels
