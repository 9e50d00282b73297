#pragma once

#include "keratin/layers/image_layer.hpp"
#include "keratin/padding.hpp"
#include "keratin/size2d.hpp"

namespace keratin::kernels {
struct DepthwiseConv;
}

namespace keratin::layers {

/// The named arguments of DepthwiseConv2D, in Keras's order.
struct DepthwiseConv2DOptions {
  Size2D strides = 1;
  std::string padding = "valid";  ///< or "same": output size = input size / stride, rounded up
  int depth_multiplier = 1;       ///< filters of each channel
  std::string data_format = {};   ///< "channels_last" (the default) or "channels_first"
  Size2D dilation_rate = 1;
  Identifier<activations::Function> activation = {};
  bool use_bias = true;
  Identifier<initializers::Initializer> depthwise_initializer = "glorot_uniform";
  Identifier<initializers::Initializer> bias_initializer = "zeros";
  Identifier<regularizers::Regularizer> depthwise_regularizer = {};
  Identifier<regularizers::Regularizer> bias_regularizer = {};
  Identifier<regularizers::Regularizer> activity_regularizer = {};  ///< of the outputs
  Identifier<constraints::Constraint> depthwise_constraint = {};
  Identifier<constraints::Constraint> bias_constraint = {};
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Convolution of each channel separately: (batch, rows, columns, channels) to (batch, new rows, new columns,
/// channels · depth_multiplier). Weights: kernel (rows, columns, channels, depth_multiplier), bias (channels
/// · depth_multiplier).
class DepthwiseConv2D
    : public Described<DepthwiseConv2D, ImageLayer<FusingLayer>, DepthwiseConv2DOptions, Size2D> {
 public:
  /// Throws ValueError for sizes and a depth_multiplier that are not positive, and an unknown padding.
  DepthwiseConv2D(Size2D kernel_size, const DepthwiseConv2DOptions& options = {});

  void build(const Shape& input_shape) override;
  [[nodiscard]] bool can_fuse(const Fusion& fusion) const override;
  View forward_fused(View x, const Fusion& fusion, Tape& tape) const override;
  View backward_fused(View dy, const Fusion& fusion, Tape& tape) const override;
  [[nodiscard]] std::size_t multiply_adds(const Shape& input_shape) const override;

 protected:
  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override { return forward_fused(x, {}, tape); }
  View backward_images(View dy, Tape& tape) const override { return backward_fused(dy, {}, tape); }

 private:
  [[nodiscard]] kernels::DepthwiseConv geometry(const Shape& input_shape) const;

  Size2D kernel_size_;
  Padding padding_;
  std::shared_ptr<const initializers::Initializer> depthwise_initializer_, bias_initializer_;
  WeightOptions kernel_options_, bias_options_;
  Weight* kernel_ = nullptr;
  Weight* bias_ = nullptr;
};

}  // namespace keratin::layers
