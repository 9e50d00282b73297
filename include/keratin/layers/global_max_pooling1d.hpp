#pragma once

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

struct GlobalMaxPooling1DOptions {
  bool keepdims = false;  ///< whether the output has a step
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The largest number of each channel of a sequence: (batch, steps, channels) to (batch, channels), or to
/// (batch, 1, channels) with keepdims.
class GlobalMaxPooling1D : public Layer {
 public:
  explicit GlobalMaxPooling1D(const GlobalMaxPooling1DOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 private:
  GlobalMaxPooling1DOptions options_;
};

}  // namespace keratin::layers
