#pragma once

#include "keratin/layers/convolutional/base_conv.hpp"

namespace keratin::layers {

using Conv2DOptions = ConvOptions<Size2D>;

/// Convolution of images: (batch, rows, columns, channels) to (batch, new rows, new columns, filters).
/// Weights: kernel (rows, columns, channels / groups, filters), bias (filters).
class Conv2D : public Described<Conv2D, BaseConv<4>, Conv2DOptions, int, Size2D> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding, strides together with dilation,
  /// and filters that are not a multiple of groups.
  Conv2D(int filters, Size2D kernel_size, const Conv2DOptions& options = {});
};

}  // namespace keratin::layers
