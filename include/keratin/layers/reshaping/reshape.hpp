#pragma once

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of Reshape, in Keras's order.
struct ReshapeOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The same numbers in another shape: (batch, …) to (batch, target_shape…). One dimension of `target_shape`
/// may be −1: it is inferred.
class Reshape : public Described<Reshape, Layer, ReshapeOptions, Shape> {
 public:
  /// Throws ValueError for dimensions that are not positive and for a second −1.
  explicit Reshape(const Shape& target_shape, const ReshapeOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] Config get_config() const override;

 private:
  Shape target_shape_;
};

}  // namespace keratin::layers
