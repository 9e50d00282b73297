#include "keratin/layers/layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <typeinfo>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/fusion.hpp"
#include "keratin/utils/naming.hpp"
#include "layer_activation.hpp"
#include "utils/type_name.hpp"

namespace keratin {

namespace {

void check_sample_shape(const Shape& shape, const std::string& layer) {
  if (std::all_of(shape.begin(), shape.end(), [](int size) { return size == None || size > 0; })) return;
  throw ValueError(fmt::format("{}: input_shape {} must have positive dimensions, or None for open ones.",
                               layer, to_string(shape)));
}

/// The layer that stands as an activation; null where it is a function or none.
const LayerActivation* layer_of(const std::shared_ptr<const activations::Function>& activation) {
  return activation == nullptr ? nullptr : layer_activation(*activation);
}

}  // namespace

Layer::~Layer() = default;

/// What is moved from has no class's name, by which fail() knows it, and no weights.
Layer::Layer(Layer&& other) noexcept
    : class_name_(std::exchange(other.class_name_, {})),
      name_(std::exchange(other.name_, {})),
      declared_input_shape_(other.declared_input_shape_),
      trainable_(other.trainable_),
      built_(std::exchange(other.built_, false)),
      input_spec_(std::move(other.input_spec_)),
      unbuilt_input_spec_(std::move(other.unbuilt_input_spec_)),
      activation_(std::move(other.activation_)),
      unbuilt_activation_(std::move(other.unbuilt_activation_)),
      activity_regularizer_(std::move(other.activity_regularizer_)),
      weights_(std::exchange(other.weights_, {})) {}

Layer::Layer(std::string_view class_name, const LayerOptions& options)
    : class_name_(class_name),
      name_(options.name.empty() ? utils::unique_name(class_name) : options.name),
      declared_input_shape_(options.input_shape),
      trainable_(options.trainable) {
  if (class_name.empty()) throw ValueError("A layer's class must have a name, but received an empty one.");
  if (name_.find('/') != std::string::npos) {
    fail("the name must not contain \"/\", which separates the names of layers and weights in files.");
  }
  check_sample_shape(declared_input_shape_, name_);
}

Shape Layer::checked_output_shape(const Shape& input_shape) const {
  check_input(input_shape);
  const Shape output_shape = compute_output_shape(input_shape);
  if (std::any_of(output_shape.begin(), output_shape.end(),
                  [](int size) { return size != None && size <= 0; })) {
    fail(fmt::format(
        "nothing is left of an input of shape {}: the output would have shape {}. Use a larger input, a "
        "smaller window or crop, or padding \"same\".",
        to_string(input_shape), to_string(output_shape)));
  }
  return output_shape;
}

Shape Layer::connect(const Shape& input_shape) {
  const Shape output_shape = checked_output_shape(input_shape);
  if (built()) return output_shape;
  unbuilt_input_spec_ = input_spec_;
  unbuilt_activation_ = activation_;
  try {
    build(input_shape);
    const LayerActivation* own = layer_of(activation_);
    if (own != nullptr && own->layer->connect(output_shape) != output_shape) {
      fail(fmt::format("its activation, the layer {}, must keep the shape {}.", own->name,
                       to_string(output_shape)));
    }
  } catch (...) {
    unbuild();
    throw;
  }
  built_ = true;
  return output_shape;
}

void Layer::unbuild() {
  weights_.clear();
  input_spec_ = unbuilt_input_spec_;
  activation_ = unbuilt_activation_;
  built_ = false;
}

void Layer::check_values(View /*x*/) const {}

void Layer::build(const Shape& /*input_shape*/) {}

void Layer::require_built() const {
  if (!built()) fail("its weights are not made yet: build() the model, or connect() the layer, first.");
}

View Layer::run_forward(View x, Tape& tape) const {
  require_built();
  check_input(x.shape());
  View y = forward(x, tape);
  if (y.empty() || y.shape() != compute_output_shape(x.shape())) {
    fail(fmt::format("forward() returned shape {}, but compute_output_shape() says {}.", to_string(y.shape()),
                     to_string(compute_output_shape(x.shape()))));
  }
  y = finish_forward(y, true, tape);
  tape.save(*this, {x});
  return y;
}

View Layer::finish_forward(View z, bool activates, Tape& tape) const {
  const bool activated = activates && activation_ != nullptr;
  const View y = activated ? activate(z, tape) : z;
  if (activity_regularizer_ == nullptr) return y;
  if (!activated) tape.set_last_activated({});  // what is regularized here are not that activation's outputs
  tape.add_loss((*activity_regularizer_)(y) / y.shape()[0]);
  tape.save(*this, {y});
  return y;
}

View Layer::begin_backward(View dy, bool activates, Tape& tape) const {
  const bool activated = activates && activation_ != nullptr;
  if (activity_regularizer_ == nullptr) return activated ? deactivate(dy, tape) : dy;
  const auto [y] = tape.restore<1>(*this);
  const bool at_logits = tape.take_at_logits();
  const Buffer sum = tape.allocate(y.shape());
  if (at_logits) {
    std::fill_n(sum.data(), sum.size(), 0.0f);
  } else {
    std::copy_n(dy.data(), dy.size(), sum.data());
  }
  activity_regularizer_->add_gradient(y, 1.0f / static_cast<float>(y.shape()[0]), sum);
  const View dz = activated ? deactivate(sum, tape) : sum;
  if (!at_logits) return dz;
  const Buffer total = tape.allocate(dz.shape());
  std::transform(dy.data(), dy.data() + dy.size(), dz.data(), total.data(), std::plus<>());
  return total;
}

View Layer::activate(View z, Tape& tape) const {
  if (const LayerActivation* own = layer_of(activation_)) return own->layer->run_forward(z, tape);
  const Buffer y = tape.allocate(z.shape());
  activation_->forward(z, y);
  tape.save(*this, {z, y});
  tape.set_last_activated({activation_.get(), z, y});
  return y;
}

View Layer::run_backward(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  const View dx = backward(begin_backward(dy, true, tape), tape);
  if (tape.needs_input_gradient() && (dx.empty() || dx.shape() != x.shape())) {
    fail(fmt::format("backward() returned shape {} for an input of shape {}.", to_string(dx.shape()),
                     to_string(x.shape())));
  }
  return dx;
}

View Layer::deactivate(View dy, Tape& tape) const {
  if (const LayerActivation* own = layer_of(activation_)) {
    const bool needed = tape.needs_input_gradient();
    tape.set_needs_input_gradient(true);
    const View dz = own->layer->run_backward(dy, tape);
    tape.set_needs_input_gradient(needed);
    return dz;
  }
  const auto [z, y] = tape.restore<2>(*this);
  if (tape.take_at_logits()) return dy;
  const Buffer dz = tape.allocate(z.shape());
  activation_->backward(z, y, dy, dz);
  return dz;
}

bool Layer::join_following(Fusion& /*fusion*/) const { return false; }

bool Layer::join_previous(Fusion& /*fusion*/, bool /*training*/) const { return false; }

bool Layer::join_activation(Fusion& fusion) const {
  if (activation_ == nullptr || activation_->forward == activations::linear.forward) return true;
  const std::optional<float> slope = activations::negative_slope(*activation_);
  if (!slope || fusion.ends_with_rectifier()) return false;
  fusion.negative_slope = slope;
  return true;
}

std::size_t Layer::multiply_adds(const Shape& /*input_shape*/) const { return 0; }

std::shared_ptr<Layer> Layer::clone() const {
  fail("this class cannot be cloned: override clone() to return a new layer with the same arguments.");
}

void Layer::set_activation(const Identifier<activations::Function>& activation) {
  activation_ = activations::get(activation);
}

void Layer::set_activity_regularizer(const Identifier<regularizers::Regularizer>& regularizer) {
  activity_regularizer_ = regularizers::get(regularizer);
}

void Layer::fail(const std::string& message) const {
  if (class_name_.empty()) {
    throw ValueError(fmt::format(
        "This {} was moved into another object, such as a model, and cannot be used any more. Use "
        "the reference that add() returned, or get_layer().",
        utils::type_name(typeid(*this))));
  }
  throw ValueError(fmt::format("Layer \"{}\" ({}): {}", name_, class_name_, message));
}

void Layer::check_input(const Shape& shape) const {
  if (class_name_.empty()) fail("it was moved from.");
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) {
    fail(fmt::format("expected an input without empty dimensions, but received shape {}.", to_string(shape)));
  }
  if (input_spec_.rank != 0 && shape.rank() != input_spec_.rank) {
    fail(fmt::format("expected an input of {} dimensions, batch included, but received shape {}.",
                     input_spec_.rank, to_string(shape)));
  }
  if (shape.rank() < input_spec_.min_rank) {
    fail(fmt::format("expected an input of at least {} dimensions, batch included, but received shape {}.",
                     input_spec_.min_rank, to_string(shape)));
  }
  for (const auto& [axis, size] : input_spec_.axes) {
    if (shape[axis] != size && shape[axis] != None) {
      fail(fmt::format("expected axis {} of its input to be {}, as when it was built, but received shape {}.",
                       axis, size, to_string(shape)));
    }
  }
}

}  // namespace keratin
