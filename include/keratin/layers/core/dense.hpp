#pragma once

#include "keratin/layers/fusing_layer.hpp"

namespace keratin {
class PackedWeights;
}

namespace keratin::kernels {
struct Panels;
}

namespace keratin::layers {

/// The named arguments of Dense, in Keras's order.
struct DenseOptions {
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
  int input_dim = 0;  ///< short for `input_shape = {input_dim}`
  std::string name = {};
  bool trainable = true;
};

/// y = activation(x · kernel + bias) over the last axis: (batch, …, inputs) to (batch, …, units). Weights:
/// kernel (inputs, units), bias (units).
class Dense : public Described<Dense, FusingLayer, DenseOptions, int> {
 public:
  /// Throws ValueError unless `units` is positive.
  explicit Dense(int units, const DenseOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  void build(const Shape& input_shape) override;
  [[nodiscard]] bool can_fuse(const Fusion& fusion) const override;
  View forward_fused(View x, const Fusion& fusion, Tape& tape) const override;
  View backward_fused(View dy, const Fusion& fusion, Tape& tape) const override;
  [[nodiscard]] std::size_t multiply_adds(const Shape& input_shape) const override;

 private:
  [[nodiscard]] const float* packed_kernel(const kernels::Panels& panels, bool forward, const Fusion& fusion,
                                           Tape& tape) const;

  int units_;
  std::shared_ptr<const initializers::Initializer> kernel_initializer_, bias_initializer_;
  WeightOptions kernel_options_, bias_options_;
  Weight* kernel_ = nullptr;
  Weight* bias_ = nullptr;
  std::shared_ptr<PackedWeights> packed_;
};

}  // namespace keratin::layers
