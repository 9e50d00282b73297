#pragma once

#include "keratin/layers/described.hpp"

namespace keratin::layers {

struct NormalizationGroups;

/// The named arguments of GroupNormalization, in Keras's order.
struct GroupNormalizationOptions {
  int groups = 32;  ///< how many parts the channels are in; −1: each channel is one (instance normalization)
  int axis = -1;    ///< the axis of the channels
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

/// y = gamma · (x − mean) / √(variance + epsilon) + beta with the mean and the biased variance of each group
/// of channels in each sample, of any shape. Weights: gamma, beta, each (channels). Source: Wu and He, 2018.
class GroupNormalization : public Described<GroupNormalization, Layer, GroupNormalizationOptions> {
 public:
  /// Throws ValueError for a number of groups that is neither positive nor −1 and an epsilon that is not
  /// positive.
  explicit GroupNormalization(const GroupNormalizationOptions& options = {});
  explicit GroupNormalization(int groups, const GroupNormalizationOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  /// Throws ValueError for an axis that the input lacks or that is open, its batch, and channels that do not
  /// make so many groups.
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
