#pragma once

#include <cstddef>
#include <span>

namespace keratin::kernels {

// Arrays of up to eight dimensions, last axis fastest.

/// Axis i of y is axis order[i] of x; `shape` is x's.
void permute(std::span<const int> shape, std::span<const int> order, const float* x, float* y);

/// Repeats x, which has 1 or y's dimension on each axis, along the axes where it has 1.
void broadcast(std::span<const int> x_shape, std::span<const int> y_shape, const float* x, float* y);

/// Adds dy, summed over the axes where x has 1, to dx.
void add_broadcast_gradient(std::span<const int> x_shape, std::span<const int> y_shape, const float* dy,
                            float* dx);

/// Writes to sums the sums of y² over the axes where x_shape, the sums' shape, has 1.
void sum_squares(std::span<const int> x_shape, std::span<const int> y_shape, const float* y, float* sums);

/// Multiplies y by x, repeated along the axes where it has 1.
void multiply_broadcast(std::span<const int> x_shape, std::span<const int> y_shape, const float* x, float* y);

/// The dense array y of this shape: element i of each axis is Σ i · stride behind x.
void take_strided(std::span<const int> shape, std::span<const std::ptrdiff_t> strides, const float* x,
                  float* y);

/// The inverse: writes the elements of y where they were taken from.
void put_strided(std::span<const int> shape, std::span<const std::ptrdiff_t> strides, const float* y,
                 float* x);

}  // namespace keratin::kernels
