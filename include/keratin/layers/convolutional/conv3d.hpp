#pragma once

#include "keratin/layers/convolutional/base_conv.hpp"

namespace keratin::layers {

/// The named arguments of Conv3D, in Keras's order.
struct Conv3DOptions {
  Size3D strides = 1;
  std::string padding = "valid";  ///< or "same": output size = input size / stride, rounded up
  std::string data_format = {};   ///< "channels_last" (the default) or "channels_first"
  Size3D dilation_rate = 1;
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

/// Convolution of volumes: (batch, depth, rows, columns, channels) to (batch, new depth, new rows, new
/// columns, filters). Weights: kernel (depth, rows, columns, channels / groups, filters), bias (filters).
class Conv3D : public Described<Conv3D, BaseConv<5>, Conv3DOptions, int, Size3D> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding, strides together with dilation,
  /// and filters that are not a multiple of groups.
  Conv3D(int filters, Size3D kernel_size, const Conv3DOptions& options = {});
};

}  // namespace keratin::layers
