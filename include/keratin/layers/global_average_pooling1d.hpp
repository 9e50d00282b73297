#pragma once

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

struct GlobalAveragePooling1DOptions {
  bool keepdims = false;  ///< whether the output has a step
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The mean of each channel of a sequence: (batch, steps, channels) to (batch, channels), or to (batch, 1,
/// channels) with keepdims.
class GlobalAveragePooling1D : public Layer {
 public:
  explicit GlobalAveragePooling1D(const GlobalAveragePooling1DOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 private:
  GlobalAveragePooling1DOptions options_;
};

}  // namespace keratin::layers
