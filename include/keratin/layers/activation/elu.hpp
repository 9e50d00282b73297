#pragma once

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of ELU, in Keras's order.
struct ELUOptions {
  double alpha = 1.0;
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// x, or alpha · (exp(x) − 1) below 0: (batch, …) to the same shape. Source: Clevert et al., 2015.
class ELU : public Described<ELU, Layer, ELUOptions> {
 public:
  /// Throws ValueError for an alpha that is not finite.
  explicit ELU(const ELUOptions& options = {});
  explicit ELU(double alpha, const ELUOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
};

}  // namespace keratin::layers
