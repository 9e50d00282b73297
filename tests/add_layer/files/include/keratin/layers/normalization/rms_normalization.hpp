#pragma once

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of RMSNormalization, in Keras's order.
struct RMSNormalizationOptions {
  double epsilon = 1e-6;
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// x / √(mean(x²) + epsilon) · scale along the last axis: (batch, …, units) to the same shape. Weight: scale
/// (units,). Zhang and Sennrich, 2019.
class RMSNormalization : public Described<RMSNormalization, Layer, RMSNormalizationOptions> {
 public:
  /// Throws ValueError unless epsilon is positive.
  explicit RMSNormalization(const RMSNormalizationOptions& options = {});
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  /// Throws ValueError if the last axis is open.
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

 private:
  Weight* scale_ = nullptr;
};

}  // namespace keratin::layers
