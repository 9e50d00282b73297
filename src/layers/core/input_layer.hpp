#pragma once

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// What Input is a call of: a row of a functional model's table, and its place in files. It is never run.
class InputLayer : public Layer {
 public:
  explicit InputLayer(const LayerOptions& options) : Layer("InputLayer", options) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& /*tape*/) const override { return x; }
  View backward(View dy, Tape& /*tape*/) const override { return dy; }
};

}  // namespace keratin::layers
