#pragma once

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of RepeatVector, in Keras's order.
struct RepeatVectorOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The same numbers `n` times: (batch, features) to (batch, n, features).
class RepeatVector : public Described<RepeatVector, Layer, RepeatVectorOptions, int> {
 public:
  /// Throws ValueError unless `n` is positive.
  explicit RepeatVector(int n, const RepeatVectorOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

 private:
  int n_;
};

}  // namespace keratin::layers
