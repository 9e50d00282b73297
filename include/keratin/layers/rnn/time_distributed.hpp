#pragma once

#include "keratin/layers/core/wrapper.hpp"
#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of TimeDistributed, in Keras's order.
struct TimeDistributedOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Applies a layer to each step along axis 1: (batch, steps, …) to (batch, steps, …). The layer's weights are
/// its own.
class TimeDistributed : public Described<TimeDistributed, Wrapper, TimeDistributedOptions, InnerLayer> {
 public:
  /// `layer`: `TimeDistributed(Dense(8))`. One in another is held by a pointer, since C++ takes a
  /// TimeDistributed of a TimeDistributed for the same one:
  /// `TimeDistributed(std::make_shared<TimeDistributed>(Dense(8)))`. Throws ValueError as Wrapper does.
  explicit TimeDistributed(const InnerLayer& layer, const TimeDistributedOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::size_t multiply_adds(const Shape& input_shape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 private:
  /// Whether the steps are applied one after the other, as Keras does: in training, unless they may as well
  /// be samples of one batch.
  [[nodiscard]] bool goes_by_step(const Tape& tape) const;
};

}  // namespace keratin::layers
