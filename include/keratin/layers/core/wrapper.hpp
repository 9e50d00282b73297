#pragma once

#include "keratin/layers/inner_layer.hpp"

namespace keratin::layers {

/// A layer that applies another one, whose weights are its own: the base of TimeDistributed.
class Wrapper : public Layer {
 public:
  /// What is applied; null if this was moved from.
  [[nodiscard]] const std::shared_ptr<Layer>& layer() const { return layer_; }

  [[nodiscard]] bool built() const override;

  /// Of the layer too.
  void set_trainable(bool trainable) override;
  void check_values(View x) const override;
  [[nodiscard]] std::vector<Weight*> weights() const override;

 protected:
  /// Throws ValueError for no layer, for a model, for a layer of several inputs and for one with an
  /// activity_regularizer.
  template <class Options>
  Wrapper(std::string_view class_name, const InnerLayer& layer, const Options& options)
      : Layer(class_name, options), layer_(layer.get()) {
    require_applicable();
  }

  /// Throws ValueError if this was moved from.
  [[nodiscard]] const Layer& applied() const;

  /// build() of the layer.
  void build_applied(const Shape& input_shape);

 private:
  void require_applicable() const;
  void unbuild() override;
  [[nodiscard]] std::vector<Weight*> updated_weights() const override;
  [[nodiscard]] bool trained_by(const Tape& tape) const override;

  std::shared_ptr<Layer> layer_;
  bool built_layer_ = false;  // whether build_applied() made its weights
};

/// The layer that is applied in the end, within as many wrappers as there are.
const Layer& innermost(const Layer& layer);

}  // namespace keratin::layers
