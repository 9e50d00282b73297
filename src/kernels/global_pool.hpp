#pragma once

#include <cstddef>

namespace keratin::kernels {

/// Images whose rows and columns are of no interest: (batch, pixels, channels).
struct Pixels {
  std::size_t batch, pixels, channels;
};

/// The largest number of each channel. Where several are the largest, they share the gradient.
void global_max_pool(const Pixels& shape, const float* x, float* y);
void global_max_pool_gradient(const Pixels& shape, const float* x, const float* y, const float* dy,
                              float* dx);

/// The mean of each channel.
void global_average_pool(const Pixels& shape, const float* x, float* y);
void global_average_pool_gradient(const Pixels& shape, const float* dy, float* dx);

}  // namespace keratin::kernels
