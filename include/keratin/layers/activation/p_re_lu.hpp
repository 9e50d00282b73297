#pragma once

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of PReLU, in Keras's order.
struct PReLUOptions {
  Identifier<initializers::Initializer> alpha_initializer = "zeros";
  Identifier<regularizers::Regularizer> alpha_regularizer = {};
  Identifier<constraints::Constraint> alpha_constraint = {};
  std::vector<int> shared_axes =
      {};  ///< axes along which one alpha serves all, counted from 1: {1, 2} for images
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// x, or alpha · x below 0 with a learned alpha: (batch, …) to the same shape. Weight: alpha, of a sample's
/// shape with 1 for shared axes. Source: He et al., 2015.
class PReLU : public Described<PReLU, Layer, PReLUOptions> {
 public:
  explicit PReLU(const PReLUOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

 private:
  std::shared_ptr<const initializers::Initializer> alpha_initializer_;
  WeightOptions alpha_options_;
  Weight* alpha_ = nullptr;
};

}  // namespace keratin::layers
