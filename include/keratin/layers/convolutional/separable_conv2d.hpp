#pragma once

#include "keratin/layers/image_layer.hpp"
#include "keratin/padding.hpp"
#include "keratin/size2d.hpp"

namespace keratin {
class PackedWeights;
}

namespace keratin::kernels {
struct DepthwiseConv;
}

namespace keratin::layers {

/// The named arguments of SeparableConv2D, in Keras's order.
struct SeparableConv2DOptions {
  Size2D strides = 1;
  std::string padding = "valid";  ///< or "same": output size = input size / stride, rounded up
  std::string data_format = {};   ///< "channels_last" (the default) or "channels_first"
  Size2D dilation_rate = 1;
  int depth_multiplier = 1;  ///< outputs of the first convolution per channel
  Identifier<activations::Function> activation = {};
  bool use_bias = true;
  Identifier<initializers::Initializer> depthwise_initializer = "glorot_uniform";
  Identifier<initializers::Initializer> pointwise_initializer = "glorot_uniform";
  Identifier<initializers::Initializer> bias_initializer = "zeros";
  Identifier<regularizers::Regularizer> depthwise_regularizer = {};
  Identifier<regularizers::Regularizer> pointwise_regularizer = {};
  Identifier<regularizers::Regularizer> bias_regularizer = {};
  Identifier<regularizers::Regularizer> activity_regularizer = {};  ///< of the outputs
  Identifier<constraints::Constraint> depthwise_constraint = {};
  Identifier<constraints::Constraint> pointwise_constraint = {};
  Identifier<constraints::Constraint> bias_constraint = {};
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Convolution of each channel, then of each pixel: (batch, rows, columns, channels) to (batch, new rows, new
/// columns, filters). Weights: depthwise_kernel (rows, columns, channels, depth_multiplier), pointwise_kernel
/// (1, 1, channels · depth_multiplier, filters), bias (filters).
class SeparableConv2D
    : public Described<SeparableConv2D, ImageLayer<FusingLayer>, SeparableConv2DOptions, int, Size2D> {
 public:
  /// Throws ValueError for sizes, filters and a depth_multiplier that are not positive, and an unknown
  /// padding.
  SeparableConv2D(int filters, Size2D kernel_size, const SeparableConv2DOptions& options = {});

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

  int filters_;
  Size2D kernel_size_;
  Padding padding_;
  std::shared_ptr<const initializers::Initializer> depthwise_initializer_, pointwise_initializer_,
      bias_initializer_;
  WeightOptions depthwise_options_, pointwise_options_, bias_options_;
  Weight* depthwise_kernel_ = nullptr;
  Weight* pointwise_kernel_ = nullptr;
  Weight* bias_ = nullptr;
  std::shared_ptr<PackedWeights> packed_;
};

}  // namespace keratin::layers
