#pragma once

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// The named arguments of RepeatVector, in Keras's order.
struct RepeatVectorOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The same numbers `n` times: (batch, features) to (batch, n, features).
class RepeatVector : public Layer {
 public:
  /// Throws ValueError unless `n` is positive.
  explicit RepeatVector(int n, const RepeatVectorOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;
  [[nodiscard]] Config get_config() const override;
  /// The layer of a config that get_config() or Keras gave. Throws ValueError for what is not supported.
  static std::shared_ptr<Layer> from_config(const Config& config);

 private:
  int n_;
  RepeatVectorOptions options_;
};

}  // namespace keratin::layers
