#pragma once

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of Softmax, in Keras's order.
struct SoftmaxOptions {
  int axis = -1;
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// exp(x) over its sum along `axis`: (batch, …) to the same shape.
class Softmax : public Described<Softmax, Layer, SoftmaxOptions> {
 public:
  explicit Softmax(const SoftmaxOptions& options = {});
  explicit Softmax(int axis, const SoftmaxOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  /// Throws ValueError if `axis` is the batch or not an axis of the input.
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
};

}  // namespace keratin::layers
