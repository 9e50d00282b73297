#pragma once

#include "keratin/layers/convolutional/base_conv.hpp"

namespace keratin::layers {

using Conv3DOptions = ConvOptions<Size3D>;

/// Convolution of volumes: (batch, depth, rows, columns, channels) to (batch, new depth, new rows, new
/// columns, filters). Weights: kernel (depth, rows, columns, channels / groups, filters), bias (filters).
class Conv3D : public Described<Conv3D, BaseConv<5>, Conv3DOptions, int, Size3D> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding, strides together with dilation,
  /// and filters that are not a multiple of groups.
  Conv3D(int filters, Size3D kernel_size, const Conv3DOptions& options = {});
};

}  // namespace keratin::layers
