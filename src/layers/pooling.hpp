#pragma once

#include "kernels/pool.hpp"
#include "layers/window.hpp"

namespace keratin::layers {

/// The windows of one call of a pooling layer; strides of None are pool_size.
kernels::Pooling pooling_of(const Shape& input_shape, Size2D pool_size, Size2D strides, Padding padding);

/// The same for sequences.
kernels::Pooling sequence_pooling_of(const Shape& input_shape, int pool_size, int strides, Padding padding);

/// Throws ValueError unless both are positive, or strides None.
void check_pooling(const Layer& layer, int pool_size, int strides);
void check_pooling(const Layer& layer, Size2D pool_size, Size2D strides);

/// The shape of the small pictures.
Shape pooled_shape(const Shape& input_shape, const kernels::Pooling& pooling);

}  // namespace keratin::layers
