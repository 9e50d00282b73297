#pragma once

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// The named arguments of Identity, in Keras's order.
struct IdentityOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Returns its input: (batch, …) to the same shape.
class Identity : public Layer {
 public:
  explicit Identity(const IdentityOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& /*tape*/) const override { return x; }
  View backward(View dy, Tape& /*tape*/) const override { return dy; }
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;
  [[nodiscard]] Config get_config() const override;
  /// The layer of a config that get_config() or Keras gave. Throws ValueError for what is not supported.
  static std::shared_ptr<Layer> from_config(const Config& config);

 private:
  IdentityOptions options_;
};

}  // namespace keratin::layers
