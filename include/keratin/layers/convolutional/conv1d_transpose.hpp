#pragma once

#include "keratin/layers/convolutional/base_conv.hpp"

namespace keratin::layers {

using Conv1DTransposeOptions = ConvTransposeOptions<int>;

/// Transposed convolution of sequences: (batch, steps, channels) to (batch, new steps, filters). Each input
/// step adds its multiple of the kernel to the output, `strides` apart. Weights: kernel (steps, filters,
/// channels), bias (filters).
class Conv1DTranspose : public Described<Conv1DTranspose, BaseConv<3>, Conv1DTransposeOptions, int, int> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding or data_format, an output_padding
  /// that is not smaller than the strides, and strides together with dilation.
  Conv1DTranspose(int filters, int kernel_size, const Conv1DTransposeOptions& options = {});
};

}  // namespace keratin::layers
