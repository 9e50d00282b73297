#pragma once

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

struct ReLUOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// max(x, 0): (batch, …) to the same shape.
class ReLU : public Layer {
 public:
  explicit ReLU(const ReLUOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  bool join_previous(Fusion& fusion, bool training) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 private:
  ReLUOptions options_;
};

}  // namespace keratin::layers
