#include "keratin/layers/core/wrapper.hpp"

#include <fmt/format.h>

#include <utility>

#include "keratin/layers/merging_layer.hpp"
#include "layers/inner_layer.hpp"
#include "layers/layer_access.hpp"

namespace keratin::layers {

void Wrapper::require_applicable() const {
  if (layer_ == nullptr) fail("it needs the layer that it applies to each step, but received none.");
  LayerAccess::require_not_moved(*layer_);
  require_plain_layer(*this, *layer_);
  if (dynamic_cast<const MergingLayer*>(layer_.get()) != nullptr) {
    fail(fmt::format("the layer \"{}\" ({}) merges several inputs, but it is given one.", layer_->name(),
                     layer_->class_name()));
  }
  if (layer_->activity_regularizer() != nullptr) {
    fail(
        fmt::format("the layer \"{}\" ({}) has an activity_regularizer, which Keras 3 ignores here: "
                    "remove it.",
                    layer_->name(), layer_->class_name()));
  }
}

const Layer& Wrapper::applied() const {
  if (layer_ == nullptr) fail({});  // which says that it was moved
  return *layer_;
}

bool Wrapper::built() const { return layer_ != nullptr && layer_->built(); }

void Wrapper::set_trainable(bool trainable) {
  Layer::set_trainable(trainable);
  if (layer_ != nullptr) layer_->set_trainable(trainable);
}

void Wrapper::check_values(View x) const { applied().check_values(x); }

void Wrapper::build_applied(const Shape& input_shape) {
  built_layer_ = !applied().built();
  LayerAccess::connect(*layer_, input_shape);
}

std::vector<Weight*> Wrapper::weights() const {
  return layer_ == nullptr ? Layer::weights() : layer_->weights();
}

void Wrapper::unbuild() {
  if (std::exchange(built_layer_, false) && layer_ != nullptr) LayerAccess::unbuild(*layer_);
}

std::vector<Weight*> Wrapper::updated_weights() const {
  return trainable() ? LayerAccess::updated_weights(applied()) : std::vector<Weight*>{};
}

bool Wrapper::trained_by(const Tape& tape) const { return LayerAccess::trained_by(applied(), tape); }

const Layer& innermost(const Layer& layer) {
  const auto* outer = dynamic_cast<const Wrapper*>(&layer);
  return outer == nullptr || outer->layer() == nullptr ? layer : innermost(*outer->layer());
}

}  // namespace keratin::layers
