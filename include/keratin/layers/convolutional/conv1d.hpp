#pragma once

#include "keratin/layers/convolutional/base_conv.hpp"

namespace keratin::layers {

using Conv1DOptions = ConvOptions<int>;

/// Convolution of sequences: (batch, steps, channels) to (batch, new steps, filters). With padding "causal"
/// no output depends on a later input. Weights: kernel (steps, channels / groups, filters), bias (filters).
class Conv1D : public Described<Conv1D, BaseConv<3>, Conv1DOptions, int, int> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding or data_format, strides together
  /// with dilation, and filters that are not a multiple of groups.
  Conv1D(int filters, int kernel_size, const Conv1DOptions& options = {});
};

}  // namespace keratin::layers
