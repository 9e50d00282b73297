#pragma once

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of Permute, in Keras's order.
struct PermuteOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Exchanges axes: axis i of the output is axis dims[i − 1] of the input, both counted from 1 behind the
/// batch.
class Permute : public Described<Permute, Layer, PermuteOptions, Shape> {
 public:
  /// Throws ValueError unless `dims` holds each of 1, 2 … once.
  explicit Permute(const Shape& dims, const PermuteOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

 private:
  Shape dims_;
};

}  // namespace keratin::layers
