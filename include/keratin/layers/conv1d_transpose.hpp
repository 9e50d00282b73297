#pragma once

#include <optional>

#include "keratin/layers/picture_layer.hpp"
#include "keratin/padding.hpp"

namespace keratin {
class PackedWeights;
}

namespace keratin::kernels {
struct TapConv;
}

namespace keratin::layers {

struct Conv1DTransposeOptions {
  int strides = 1;
  std::string padding = "valid";           ///< or "same": output steps = input steps · stride
  std::optional<int> output_padding = {};  ///< steps added to the output; fewer than the strides
  std::string data_format = {};            ///< "channels_last", also where empty, or "channels_first"
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
class Conv1DTranspose : public SequenceLayer<FusingLayer> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding or data_format, an output_padding
  /// that is not smaller than the strides, and strides together with dilation.
  Conv1DTranspose(int filters, int kernel_size, const Conv1DTransposeOptions& options = {});

  void build(const Shape& input_shape) override;
  [[nodiscard]] bool can_fuse(const Fusion& fusion) const override;
  View forward_fused(View x, const Fusion& fusion, Tape& tape) const override;
  View backward_fused(View dy, const Fusion& fusion, Tape& tape) const override;
  [[nodiscard]] std::size_t multiply_adds(const Shape& input_shape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 protected:
  [[nodiscard]] Shape picture_shape(const Shape& input_shape) const override;
  View forward_pictures(View x, Tape& tape) const override { return forward_fused(x, {}, tape); }
  View backward_pictures(View dy, Tape& tape) const override { return backward_fused(dy, {}, tape); }

 private:
  [[nodiscard]] kernels::TapConv geometry(const Shape& input_shape) const;

  int filters_;
  int kernel_size_;
  Conv1DTransposeOptions options_;
  Padding padding_;
  std::shared_ptr<const initializers::Initializer> kernel_initializer_, bias_initializer_;
  WeightOptions kernel_options_, bias_options_;
  Weight* kernel_ = nullptr;
  Weight* bias_ = nullptr;
  std::shared_ptr<PackedWeights> packed_;
};

}  // namespace keratin::layers
