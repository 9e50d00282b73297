#pragma once

#include <cstddef>

#include "kernels/axis.hpp"
#include "kernels/rectify.hpp"

namespace keratin::kernels {

/// Windows over large images (batch, planes, rows, columns, channels), each of which becomes a pixel of a
/// small one.
struct Pooling {
  std::size_t batch, channels;
  Axis depth, rows, columns;
};

/// The largest number of each window, rectified. Its gradient, before the rectifier, goes to the window's
/// first largest number.
void max_pool(const Pooling& shape, const float* x, Rectifier rectifier, float* y);
void max_pool_gradient(const Pooling& shape, const float* x, const float* dy, float* dx);

/// The mean of each window's numbers that lie inside the image.
void average_pool(const Pooling& shape, const float* x, float* y);
void average_pool_gradient(const Pooling& shape, const float* dy, float* dx);

}  // namespace keratin::kernels
