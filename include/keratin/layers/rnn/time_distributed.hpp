#pragma once

#include "keratin/layers/described.hpp"
#include "keratin/layers/inner_layer.hpp"

namespace keratin::layers {

/// The named arguments of TimeDistributed, in Keras's order.
struct TimeDistributedOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Applies a layer to each step along axis 1: (batch, steps, …) to (batch, steps, …). The layer's weights are
/// its own.
class TimeDistributed : public Described<TimeDistributed, Layer, TimeDistributedOptions, InnerLayer> {
 public:
  /// `layer`: `TimeDistributed(Dense(8))`. One in another is held by a pointer, since C++ takes a
  /// TimeDistributed of a TimeDistributed for the same one:
  /// `TimeDistributed(std::make_shared<TimeDistributed>(Dense(8)))`. Throws ValueError for none, for a model,
  /// for a layer of several inputs and for one with an activity_regularizer.
  explicit TimeDistributed(const InnerLayer& layer, const TimeDistributedOptions& options = {});

  /// What is applied.
  [[nodiscard]] const std::shared_ptr<Layer>& layer() const { return layer_; }

  [[nodiscard]] bool built() const override;

  /// Of the layer too.
  void set_trainable(bool trainable) override;
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  void check_values(View x) const override;
  void build(const Shape& input_shape) override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::vector<Weight*> weights() const override;
  [[nodiscard]] std::size_t multiply_adds(const Shape& input_shape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 private:
  /// Throws ValueError if it was moved from.
  [[nodiscard]] const Layer& applied() const;

  void unbuild() override;
  [[nodiscard]] std::vector<Weight*> updated_weights() const override;
  [[nodiscard]] bool trained_by(const Tape& tape) const override;

  /// Whether the steps are applied one after the other, as Keras does: in training, unless they may as well
  /// be samples of one batch.
  [[nodiscard]] bool goes_by_step(const Tape& tape) const;

  std::shared_ptr<Layer> layer_;
  bool built_layer_ = false;  // whether build() made its weights
};

/// The layer that is applied in the end, within as many TimeDistributed as there are.
const Layer& innermost(const Layer& layer);

}  // namespace keratin::layers
