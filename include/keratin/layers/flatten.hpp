#pragma once

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

struct FlattenOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Each sample's numbers in one row: (batch, …) to (batch, numbers).
class Flatten : public Layer {
 public:
  explicit Flatten(const FlattenOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 private:
  FlattenOptions options_;
};

}  // namespace keratin::layers
