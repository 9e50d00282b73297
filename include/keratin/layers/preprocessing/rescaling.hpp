#pragma once

#include <initializer_list>
#include <vector>

#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// A number for all channels or one for each: `1.0 / 255` or `{0.5, 0.25, 0.25}`.
class PerChannel {
 public:
  PerChannel(double value) : values_{value} {}
  PerChannel(std::initializer_list<double> values) : values_(values) {}
  PerChannel(std::vector<double> values) : values_(std::move(values)) {}

  [[nodiscard]] const std::vector<double>& values() const { return values_; }

 private:
  std::vector<double> values_;
};

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
