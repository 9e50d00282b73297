#pragma once

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of Identity, in Keras's order.
struct IdentityOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Returns its input: (batch, …) to the same shape.
class Identity : public Described<Identity, Layer, IdentityOptions> {
 public:
  explicit Identity(const IdentityOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& /*tape*/) const override { return x; }
  View backward(View dy, Tape& /*tape*/) const override { return dy; }
};

}  // namespace keratin::layers
