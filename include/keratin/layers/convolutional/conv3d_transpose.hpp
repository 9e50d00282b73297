#pragma once

#include <optional>

#include "keratin/layers/convolutional/base_conv.hpp"

namespace keratin::layers {

/// The named arguments of Conv3DTranspose, in Keras's order.
struct Conv3DTransposeOptions {
  Size3D strides = 1;
  std::string padding = "valid";              ///< or "same": output size = input size · stride
  std::optional<Size3D> output_padding = {};  ///< places added to the output; smaller than the strides
  std::string data_format = {};               ///< "channels_last" (the default) or "channels_first"
  Size3D dilation_rate = 1;
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
