#pragma once

#include "keratin/layers/convolutional/base_conv.hpp"

namespace keratin::layers {

/// The named arguments of Conv1D, in Keras's order.
struct Conv1DOptions {
  int strides = 1;
  std::string padding = "valid";  ///< or "same" or "causal": output steps = input steps / stride, rounded up
  std::string data_format = {};   ///< "channels_last" (the default) or "channels_first"
  int dilation_rate = 1;
  int groups = 1;  ///< groups of channels; each filter reads one group
  Identifier<activations::Function> activation = {};
  bool use_bias = true;
  Identifier<initializers::Initializer> kernel_initializer = "glorot_uniform";
  Identifier<initializers::Initializer> bias_initializer = "zeros";
  Identifier<regularizers::Regularizer> kernel_regularizer = {};
  Identifier<regularizers::Regularizer> bias_regularizer = {};
  Identifier<regularizers::Regularizer> activity_regularizer = {};  ///< of the outputs
  Identifier<constraints::Constraint> kernel_constraint = {};
  Identifier<constraints::Constraint> bias_constraint = {};
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Convolution of sequences: (batch, steps, channels) to (batch, new steps, filters). With padding "causal"
/// no output depends on a later input. Weights: kernel (steps, channels / groups, filters), bias (filters).
class Conv1D : public Described<Conv1D, BaseConv<3>, Conv1DOptions, int, int> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding or data_format, strides together
  /// with dilation, and filters that are not a multiple of groups.
  Conv1D(int filters, int kernel_size, const Conv1DOptions& options = {});
};

}  // namespace keratin::layers
