#pragma once

#include "keratin/layers/convolutional/base_conv.hpp"

namespace keratin::layers {

using Conv3DTransposeOptions = ConvTransposeOptions<Size3D>;

/// Transposed convolution of volumes: (batch, depth, rows, columns, channels) to (batch, new depth, new rows,
/// new columns, filters). Each input voxel adds its multiple of the kernel to the output, `strides` apart.
/// Weights: kernel (depth, rows, columns, filters, channels), bias (filters).
class Conv3DTranspose : public Described<Conv3DTranspose, BaseConv<5>, Conv3DTransposeOptions, int, Size3D> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding, an output_padding that is not
  /// smaller than the strides, and strides together with dilation.
  Conv3DTranspose(int filters, Size3D kernel_size, const Conv3DTransposeOptions& options = {});
};

}  // namespace keratin::layers
