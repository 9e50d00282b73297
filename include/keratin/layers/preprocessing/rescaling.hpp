#pragma once

#include "keratin/layers/described.hpp"
#include "keratin/per_channel.hpp"

namespace keratin::layers {

using keratin::PerChannel;

/// The named arguments of Rescaling, in Keras's order.
struct RescalingOptions {
  PerChannel offset = 0.0;
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// x · scale + offset: (batch, …, channels) to the same shape.
class Rescaling : public Described<Rescaling, Layer, RescalingOptions, PerChannel> {
 public:
  /// Throws ValueError for a list without numbers and for numbers that are not finite.
  explicit Rescaling(const PerChannel& scale, const RescalingOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }

  /// Throws ValueError if a list has another length than the input's last axis.
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

 private:
  PerChannel scale_;
};

}  // namespace keratin::layers
