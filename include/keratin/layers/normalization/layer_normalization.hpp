#pragma once

#include "keratin/axes.hpp"
#include "keratin/layers/described.hpp"

namespace keratin::layers {

struct NormalizationGroups;

/// The named arguments of LayerNormalization, in Keras's order.
struct LayerNormalizationOptions {
  Axes axis = -1;  ///< the axes to normalize across, and those of gamma and beta
  double epsilon = 1e-3;
  bool center = true;  ///< whether to add beta
  bool scale = true;   ///< whether to multiply by gamma
  Identifier<initializers::Initializer> beta_initializer = "zeros";
  Identifier<initializers::Initializer> gamma_initializer = "ones";
  Identifier<regularizers::Regularizer> beta_regularizer = {};
  Identifier<regularizers::Regularizer> gamma_regularizer = {};
  Identifier<constraints::Constraint> beta_constraint = {};
  Identifier<constraints::Constraint> gamma_constraint = {};
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// y = gamma · (x − mean) / √(variance + epsilon) + beta with the mean and the biased variance across `axis`,
/// of any shape. Weights: gamma, beta, each of the sizes of these axes. Source: Ba et al., 2016.
class LayerNormalization : public Described<LayerNormalization, Layer, LayerNormalizationOptions> {
 public:
  /// Throws ValueError for an epsilon that is not positive.
  explicit LayerNormalization(const LayerNormalizationOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  /// Throws ValueError for an axis that the input lacks, its batch, one given twice, and one of a weight that
  /// is open.
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

 private:
  [[nodiscard]] NormalizationGroups groups(const Shape& input_shape) const;

  std::shared_ptr<const initializers::Initializer> beta_initializer_, gamma_initializer_;
  WeightOptions beta_options_, gamma_options_;
  Weight* gamma_ = nullptr;
  Weight* beta_ = nullptr;
};

}  // namespace keratin::layers
