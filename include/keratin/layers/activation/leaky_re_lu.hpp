#pragma once

#include <optional>

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of LeakyReLU, in Keras's order.
struct LeakyReLUOptions {
  double negative_slope = 0.3;
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
  std::optional<double> alpha = {};  ///< Keras 2's name of negative_slope, in place of it
};

/// x, or negative_slope · x below 0: (batch, …) to the same shape.
class LeakyReLU : public Described<LeakyReLU, Layer, LeakyReLUOptions> {
 public:
  /// Throws ValueError for a negative slope below 0, and if both it and alpha are given.
  explicit LeakyReLU(const LeakyReLUOptions& options = {});
  explicit LeakyReLU(double negative_slope, const LeakyReLUOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  bool join_previous(Fusion& fusion, bool training) const override;
};

}  // namespace keratin::layers
