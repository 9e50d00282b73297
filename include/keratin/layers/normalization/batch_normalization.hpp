#pragma once

#include "keratin/fusion.hpp"
#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of BatchNormalization, in Keras's order.
struct BatchNormalizationOptions {
  int axis = -1;  ///< the axis that is normalized separately: the channels
  double momentum = 0.99;
  double epsilon = 1e-3;
  bool center = true;  ///< whether to add beta
  bool scale = true;   ///< whether to multiply by gamma
  Identifier<initializers::Initializer> beta_initializer = "zeros";
  Identifier<initializers::Initializer> gamma_initializer = "ones";
  Identifier<initializers::Initializer> moving_mean_initializer = "zeros";
  Identifier<initializers::Initializer> moving_variance_initializer = "ones";
  Identifier<regularizers::Regularizer> beta_regularizer = {};
  Identifier<regularizers::Regularizer> gamma_regularizer = {};
  Identifier<constraints::Constraint> beta_constraint = {};
  Identifier<constraints::Constraint> gamma_constraint = {};
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// y = gamma · (x − mean) / √(variance + epsilon) + beta, of any shape: in training with the mean and the
/// biased variance of the batch, which update the moving averages. Inference, and a frozen layer, use the
/// averages. Weights: gamma, beta, moving_mean, moving_variance, each (channels). Source: Ioffe and Szegedy,
/// 2015.
class BatchNormalization : public Described<BatchNormalization, Layer, BatchNormalizationOptions>,
                           private ChannelAffine {
 public:
  /// Throws ValueError for a momentum outside [0, 1] and an epsilon that is not positive.
  explicit BatchNormalization(const BatchNormalizationOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  bool join_previous(Fusion& fusion, bool training) const override;

 private:
  void write(float* scale, float* shift) const override;
  [[nodiscard]] std::uint64_t version() const override;
  [[nodiscard]] bool uses_batch_statistics(const Tape& tape) const;
  void move_averages(const float* mean, const float* variance) const;

  std::shared_ptr<const initializers::Initializer> beta_initializer_, gamma_initializer_,
      moving_mean_initializer_, moving_variance_initializer_;
  WeightOptions beta_options_, gamma_options_;
  Weight* gamma_ = nullptr;
  Weight* beta_ = nullptr;
  Weight* moving_mean_ = nullptr;
  Weight* moving_variance_ = nullptr;
};

}  // namespace keratin::layers
