#pragma once

#include <optional>

#include "keratin/layers/convolutional/base_conv.hpp"

namespace keratin::layers {

/// The named arguments of Conv1DTranspose, in Keras's order.
struct Conv1DTransposeOptions {
  int strides = 1;
  std::string padding = "valid";           ///< or "same": output steps = input steps · stride
  std::optional<int> output_padding = {};  ///< steps added to the output; fewer than the strides
  std::string data_format = {};            ///< "channels_last" (the default) or "channels_first"
  int dilation_rate = 1;
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
