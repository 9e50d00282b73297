#pragma once

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of Activation, in Keras's order.
struct ActivationOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Applies an activation: (batch, …) to the same shape. "glu", which no other layer takes, multiplies the
/// first half of the last axis by the sigmoid of the second: (batch, …, 2 · channels) to (batch, …,
/// channels).
class Activation : public Described<Activation, Layer, ActivationOptions, Identifier<activations::Function>> {
 public:
  /// Throws ValueError for an unknown name.
  explicit Activation(const Identifier<activations::Function>& activation,
                      const ActivationOptions& options = {});

  /// Throws ValueError if "glu" cannot halve the last axis.
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  bool join_previous(Fusion& fusion, bool training) const override;

 private:
  bool gated_;  // "glu"
};

}  // namespace keratin::layers
