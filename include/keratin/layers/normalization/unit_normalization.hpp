#pragma once

#include "keratin/axes.hpp"
#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of UnitNormalization, in Keras's order.
struct UnitNormalizationOptions {
  Axes axis = -1;
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// x / √(Σ x²) with the sum across `axis`, 0 if all are 0: (batch, …) to the same shape.
class UnitNormalization : public Described<UnitNormalization, Layer, UnitNormalizationOptions> {
 public:
  explicit UnitNormalization(const UnitNormalizationOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  /// Throws ValueError for an axis that the input lacks, for the batch, and for a repeated axis.
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
};

}  // namespace keratin::layers
