#include "keratin/layers/layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <typeinfo>
#include <unordered_set>
#include <utility>

#include "engine/weight_budget.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/naming.hpp"
#include "layers/layer_access.hpp"
#include "memory_error.hpp"
#include "utils/type_name.hpp"

namespace keratin {

namespace {

void check_sample_shape(const Shape& shape, const std::string& layer) {
  if (std::all_of(shape.begin(), shape.end(), [](int size) { return size == None || size > 0; })) return;
  throw ValueError(fmt::format("{}: input_shape {} must have positive dimensions, or None for open ones.",
                               layer, to_string(shape)));
}

Tensor first_value(const Shape& shape, const initializers::Initializer& initializer) {
  WeightBudget* budget = WeightBudget::current();
  if (budget != nullptr) budget->charge(shape);
  if (budget == nullptr || budget->values() == WeightBudget::Values::initial) return initializer(shape);
  Tensor zeros = empty_tensor(shape);
  zeros.fill(0.0f);
  return zeros;
}

}  // namespace

Layer::~Layer() = default;

/// A layer that was moved from has no weights and an empty class name, by which fail() recognizes it.
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

void Layer::unbuild() {
  weights_.clear();
  input_spec_ = unbuilt_input_spec_;
  activation_ = unbuilt_activation_;
  built_ = false;
}

std::vector<Shape> Layer::connect_all(const std::vector<Shape>& inputs, bool /*is_list*/) {
  require_one_input(inputs.size());
  const WeightBudget* budget = WeightBudget::current();
  const bool builds = budget == nullptr || budget->values() != WeightBudget::Values::none;
  return {builds ? LayerAccess::connect(*this, inputs.front())
                 : LayerAccess::output_shape(*this, inputs.front())};
}

std::vector<Shape> Layer::output_shapes(const std::vector<Shape>& inputs) const {
  require_one_input(inputs.size());
  return {LayerAccess::output_shape(*this, inputs.front())};
}

void Layer::forward_all(std::span<const View> x, std::span<View> y, Tape& tape) const {
  y[0] = forward(x[0], tape);
}

void Layer::backward_all(std::span<const View> dy, std::span<View> dx, Tape& tape) const {
  dx[0] = backward(dy[0], tape);
}

void Layer::require_one_input(std::size_t count) const {
  if (count == 1) return;
  fail(fmt::format("it takes one input, but was called with {}. Merge them first, with Concatenate or Add.",
                   count));
}

void Layer::check_values(View /*x*/) const {}

void Layer::build(const Shape& /*input_shape*/) {}

void Layer::require_built() const {
  if (!built()) fail("its weights are not made yet: build() the model first.");
}

bool Layer::join_following(Fusion& /*fusion*/) const { return false; }

bool Layer::join_previous(Fusion& /*fusion*/, bool /*training*/) const { return false; }

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

void Layer::require_not_moved() const {
  if (class_name_.empty()) fail({});  // which says so
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

std::vector<Weight*> Layer::weights() const {
  require_not_moved();
  std::vector<Weight*> all;
  for (const auto& weight : weights_) all.push_back(weight.get());
  return all;
}

std::vector<Weight*> Layer::updated_weights() const {
  return trainable_ ? weights() : std::vector<Weight*>{};
}

std::vector<Weight*> Layer::trainable_weights() const {
  std::vector<Weight*> trained = updated_weights();
  std::erase_if(trained, [](const Weight* weight) { return !weight->trainable(); });
  return trained;
}

std::vector<Weight*> Layer::non_trainable_weights() const {
  const std::vector<Weight*> trained = trainable_weights();
  const std::unordered_set<const Weight*> known(trained.begin(), trained.end());
  std::vector<Weight*> rest = weights();
  std::erase_if(rest, [&](const Weight* weight) { return known.contains(weight); });
  return rest;
}

bool Layer::trained_by(const Tape& tape) const {
  return std::any_of(weights_.begin(), weights_.end(),
                     [&](const auto& weight) { return !tape.gradient(*weight).empty(); });
}

std::size_t Layer::count_params() const { return keratin::count_params(weights()); }

std::vector<Tensor> Layer::get_weights() const { return values_of(weights()); }

void Layer::set_weights(const std::vector<Tensor>& values) { assign_values(weights(), values, name_); }

Weight* Layer::add_weight(const std::string& name, const Shape& shape,
                          const initializers::Initializer& initializer, const WeightOptions& options) {
  require_not_moved();
  try {
    Tensor value = first_value(shape, initializer);
    if (shape_of(value) != shape) {
      fail(fmt::format("the initializer {} gave its {} shape {} instead of {}.", initializer.name(), name,
                       to_string(shape_of(value)), to_string(shape)));
    }
    return weights_.emplace_back(std::make_unique<Weight>(name, std::move(value), options)).get();
  } catch (const MemoryError&) {
    fail(fmt::format("its {} of shape {} does not fit into memory.", name, to_string(shape)));
  }
}

Weight* Layer::add_weight(const std::string& name, const Shape& shape,
                          const std::shared_ptr<const initializers::Initializer>& initializer,
                          const WeightOptions& options) {
  require_not_moved();  // or it has none
  return add_weight(name, shape, *initializer, options);
}

Weight* Layer::add_weight(const std::string& name, const Shape& shape, const char* initializer,
                          const WeightOptions& options) {
  return add_weight(name, shape, initializers::get(initializer), options);
}

}  // namespace keratin
