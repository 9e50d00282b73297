#pragma once

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of UpSampling1D, in Keras's order.
struct UpSampling1DOptions {
  int size = 2;  ///< output steps per input step
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Repeats each step of sequences: (batch, steps, channels) to (batch, steps · size, channels).
class UpSampling1D : public Described<UpSampling1D, Layer, UpSampling1DOptions> {
 public:
  /// Throws ValueError for a size that is not positive.
  explicit UpSampling1D(const UpSampling1DOptions& options = {});
  explicit UpSampling1D(int size, const UpSampling1DOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  bool join_following(Fusion& fusion) const override;
};

}  // namespace keratin::layers
