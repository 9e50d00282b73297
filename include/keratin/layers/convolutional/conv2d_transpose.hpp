#pragma once

#include "keratin/layers/convolutional/base_conv.hpp"

namespace keratin::layers {

using Conv2DTransposeOptions = ConvTransposeOptions<Size2D>;

/// Transposed convolution of images: (batch, rows, columns, channels) to (batch, new rows, new columns,
/// filters). Each input pixel adds its multiple of the kernel to the output, `strides` apart. Weights: kernel
/// (rows, columns, filters, channels), bias (filters).
class Conv2DTranspose : public Described<Conv2DTranspose, BaseConv<4>, Conv2DTransposeOptions, int, Size2D> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding, an output_padding that is not
  /// smaller than the strides, and strides together with dilation.
  Conv2DTranspose(int filters, Size2D kernel_size, const Conv2DTransposeOptions& options = {});
};

}  // namespace keratin::layers
