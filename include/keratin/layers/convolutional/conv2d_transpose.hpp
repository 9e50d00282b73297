#pragma once

#include <optional>

#include "keratin/layers/convolutional/base_conv.hpp"

namespace keratin::layers {

/// The named arguments of Conv2DTranspose, in Keras's order.
struct Conv2DTransposeOptions {
  Size2D strides = 1;
  std::string padding = "valid";  ///< or "same": output size = input size · stride
  std::optional<Size2D> output_padding =
      {};                        ///< rows and columns added to the output; smaller than the strides
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  Size2D dilation_rate = 1;
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
