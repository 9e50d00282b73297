#pragma once

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// The named arguments of Softmax, in Keras's order.
struct SoftmaxOptions {
  int axis = -1;
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// exp(x) over its sum along `axis`: (batch, …) to the same shape.
class Softmax : public Layer {
 public:
  explicit Softmax(const SoftmaxOptions& options = {});
  explicit Softmax(int axis) : Softmax(SoftmaxOptions{.axis = axis}) {}

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  /// Throws ValueError if `axis` is the batch or not an axis of the input.
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;
  [[nodiscard]] Config get_config() const override;
  /// The layer of a config that get_config() or Keras gave. Throws ValueError for what is not supported.
  static std::shared_ptr<Layer> from_config(const Config& config);

 private:
  SoftmaxOptions options_;
};

}  // namespace keratin::layers
