#include "models/sequential_layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/weight_budget.hpp"
#include "keratin/error.hpp"
#include "keratin/layers/random_layer.hpp"
#include "layers/known_layers.hpp"
#include "layers/layer_access.hpp"
#include "models/trainer.hpp"

namespace keratin {

SequentialLayer::SequentialLayer(const SequentialOptions& options, std::optional<FunctionalForm> form)
    : Layer(form ? "Functional" : "Sequential", LayerOptions{{}, options.name, options.trainable}),
      form_(std::move(form)) {}

SequentialLayer::~SequentialLayer() = default;

Shape SequentialLayer::next_input_shape(const Layer& layer) const {
  if (!nodes_.empty()) return nodes_.back().output_shape;
  if (!input_shape_.empty()) return input_shape_;
  if (const auto* model = dynamic_cast<const SequentialLayer*>(&layer)) return model->input_shape();
  const Shape& declared = layer.declared_input_shape();
  return declared.empty() ? declared : declared.with_batch(None);
}

Shape SequentialLayer::with_fixed_batch(Shape shape) const {
  if (!shape.empty()) shape[0] = fixed_batch_;
  return shape;
}

void SequentialLayer::add(const std::shared_ptr<Layer>& layer) {
  append(layer);
  update_plans();
  if (trainer != nullptr) trainer->layer_added();
}

namespace {

/// Builds the layer if layers are built now, and returns its output's shape.
Shape connected(Layer& layer, const Shape& input) {
  const WeightBudget* budget = WeightBudget::current();
  const bool builds = budget == nullptr || budget->values() != WeightBudget::Values::none;
  const bool is_model = dynamic_cast<const SequentialLayer*>(&layer) != nullptr;
  return builds || is_model ? LayerAccess::connect(layer, input) : LayerAccess::output_shape(layer, input);
}

}  // namespace

void SequentialLayer::append(const std::shared_ptr<Layer>& layer) {
  if (layer == nullptr) fail("a layer to be added must not be null.");
  LayerAccess::require_not_moved(*layer);
  if (names_.contains(layer->name())) {
    fail(fmt::format(
        "all layers need names of their own, but there is already one called \"{}\". Give another name, or "
        "add the layer once.",
        layer->name()));
  }
  nest(*layer);
  try {
    const Shape input = next_input_shape(*layer);
    const Shape output = input.empty() ? Shape{} : connected(*layer, input);
    const auto* model = dynamic_cast<const SequentialLayer*>(layer.get());
    const bool is_known =
        model != nullptr ? model->has_known_layers() : layers::known_layer(*layer) != nullptr;
    nodes_.push_back({layer, input, output, is_known});
    names_.insert(layer->name());
  } catch (...) {
    unnest(*layer);
    throw;
  }
  if (!nodes_.back().input_shape.empty()) input_shape_ = nodes_.front().input_shape;
}

void SequentialLayer::nest(Layer& layer) {
  auto* model = dynamic_cast<SequentialLayer*>(&layer);
  const std::string refusal = nesting_.add(model == nullptr ? nullptr : &model->nesting_);
  if (!refusal.empty()) fail(refusal);
}

void SequentialLayer::unnest(Layer& layer) {
  auto* model = dynamic_cast<SequentialLayer*>(&layer);
  nesting_.remove(model == nullptr ? nullptr : &model->nesting_);
}

void SequentialLayer::update_plans() {
  extend_plan(training_plan_, true);
  extend_plan(inference_plan_, false);
}

std::optional<bool> SequentialLayer::training_of(std::size_t node) const {
  if (!form_) return {};
  const auto found = form_->training.find(nodes_[node].layer->name());
  return found == form_->training.end() ? std::nullopt : std::optional(found->second);
}

void SequentialLayer::require_plain_calls(const std::string& why) const {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Layer& layer = *nodes_[i].layer;
    if (const std::optional<bool> training = training_of(i)) {
      layer.fail(fmt::format("its model calls it with training={}, {}", *training ? "True" : "False", why));
    }
    if (const auto* model = dynamic_cast<const SequentialLayer*>(&layer)) model->require_plain_calls(why);
  }
}

SequentialLayer::Step SequentialLayer::step_from(std::size_t node, bool training) const {
  const Node& first = nodes_[node];
  const Step unfused{node, node + 1, first.layer.get(), nullptr, {}, first.is_known, training_of(node)};
  if (unfused.training) return unfused;
  const auto penalized = [this](std::size_t i) { return nodes_[i].layer->activity_regularizer() != nullptr; };
  Fusion fusion;
  const bool joins = !penalized(node) && LayerAccess::join_following(*first.layer, fusion);
  const std::size_t main = node + (joins ? 1 : 0);
  const auto* fusing =
      main < nodes_.size() ? dynamic_cast<const FusingLayer*>(nodes_[main].layer.get()) : nullptr;
  if (fusing == nullptr || training_of(main) || !fusing->can_fuse(fusion)) return unfused;
  std::size_t end = main + 1;
  fusion.own_activation = LayerAccess::join_activation(*fusing, fusion);
  const auto joins_previous = [&](std::size_t i) {
    return i < nodes_.size() && !penalized(i) && !training_of(i) &&
           LayerAccess::join_previous(*nodes_[i].layer, fusion, training);
  };
  while (fusion.own_activation && !penalized(main) && joins_previous(end)) ++end;
  return {node, end, fusing, fusing, fusion};
}

/// Only the last step can be another one once layers were added or taken off at the end.
void SequentialLayer::extend_plan(Plan& plan, bool training) const {
  while (!plan.empty() && plan.back().end > nodes_.size()) plan.pop_back();
  if (!plan.empty()) plan.pop_back();
  std::size_t node = plan.empty() ? 0 : plan.back().end;
  for (; node < nodes_.size(); node = plan.back().end) plan.push_back(step_from(node, training));
}

void SequentialLayer::set_input(const Shape& sample_shape) {
  if (!nodes_.empty() || !input_shape_.empty()) fail("Input must be added before the first layer, and once.");
  input_shape_ = sample_shape.with_batch(None);
}

void SequentialLayer::pop() {
  if (nodes_.empty()) fail("there is no layer to take off.");
  names_.erase(nodes_.back().layer->name());
  unnest(*nodes_.back().layer);
  nodes_.pop_back();
  update_plans();
  if (trainer != nullptr) trainer->layer_taken_off();
}

bool SequentialLayer::has_known_layers() const {
  return std::all_of(nodes_.begin(), nodes_.end(), [](const Node& node) { return node.is_known; });
}

void SequentialLayer::build_once(const Shape& input_shape, const std::function<void()>& check) {
  const std::lock_guard lock(build_mutex_);
  if (nodes_.empty()) fail("the model has no layers yet: add one.");
  if (!input_shape_.empty()) return;
  if (check) check();
  LayerAccess::connect(*this, input_shape);
}

void SequentialLayer::require_built() const {
  if (nodes_.empty()) fail("the model has no layers yet: add one.");
  if (input_shape_.empty()) {
    fail(
        "the model is not built yet, since the shape of its input is not known: give the first layer an "
        "input_shape, "
        "or call build({None, ...}), fit() or predict().");
  }
}

void SequentialLayer::set_trainable(bool trainable) {
  Layer::set_trainable(trainable);
  for (const Node& node : nodes_) node.layer->set_trainable(trainable);
}

Shape SequentialLayer::compute_output_shape(const Shape& input_shape) const {
  if (!input_shape_.empty() && !compatible(input_shape, input_shape_)) {
    fail(fmt::format("expected inputs of shape {}, but received {}.{}", to_string(input_shape_),
                     to_string(input_shape),
                     input_shape.with_batch(None) == input_shape_
                         ? fmt::format(" The batch comes first: one sample is reshaped to {}.",
                                       to_string(input_shape.with_batch(1)))
                         : ""));
  }
  Shape shape = input_shape;
  for (const Node& node : nodes_) shape = LayerAccess::output_shape(*node.layer, shape);
  return shape;
}

void SequentialLayer::check_values(View x) const {
  if (!nodes_.empty()) nodes_.front().layer->check_values(x);
}

void SequentialLayer::build(const Shape& input_shape) {
  Shape shape = input_shape;
  shape[0] = None;
  for (Node& node : nodes_) {
    node.input_shape = shape;
    node.built_here = !node.layer->built();
    shape = node.output_shape = connected(*node.layer, shape);
  }
  if (!nodes_.empty()) input_shape_ = nodes_.front().input_shape;
}

void SequentialLayer::unbuild() {
  for (Node& node : nodes_) {
    if (std::exchange(node.built_here, false)) LayerAccess::unbuild(*node.layer);
    node.input_shape = node.output_shape = {};
  }
  input_shape_ = {};
}

View SequentialLayer::forward(View x, Tape& any_tape) const {
  StepTape& tape = StepTape::of(any_tape);
  const std::optional<bool> outer = tape.behavior();
  bool fits = true;  // what a user's layer gives is checked before the next layer reads it
  for (const Step& step : plan_of(tape)) {
    if (!fits) static_cast<void>(LayerAccess::output_shape(*nodes_[step.begin].layer, x.shape()));
    fits = step.is_known;
    tape.set_behavior(step.training ? step.training : outer);
    x = step.fusing != nullptr ? LayerAccess::run_forward(*step.fusing, x, step.fusion, tape)
                               : LayerAccess::run_forward(*step.layer, x, tape, !step.is_known);
  }
  tape.set_behavior(outer);
  return x;
}

View SequentialLayer::backward(View dy, Tape& any_tape) const {
  StepTape& tape = StepTape::of(any_tape);
  const std::optional<bool> outer = tape.behavior();
  const bool needed = tape.needs_input_gradient();
  const auto trained = [&](const Step& step) { return needed || LayerAccess::trained_by(*step.layer, tape); };
  const Plan& steps = plan_of(tape);
  const auto lowest = std::find_if(steps.begin(), steps.end(), trained);
  for (auto step = steps.end(); step != lowest;) {
    --step;
    tape.set_needs_input_gradient(needed || step != lowest);
    tape.set_behavior(step->training ? step->training : outer);
    dy = step->fusing != nullptr ? LayerAccess::run_backward(*step->fusing, dy, step->fusion, tape)
                                 : LayerAccess::run_backward(*step->layer, dy, tape, !step->is_known);
  }
  tape.set_needs_input_gradient(needed);
  tape.set_behavior(outer);
  return dy;
}

std::vector<std::atomic<std::int64_t>*> SequentialLayer::call_counts() const {
  std::vector<std::atomic<std::int64_t>*> all;
  for (const Node& node : nodes_) {
    if (const auto* model = dynamic_cast<const SequentialLayer*>(node.layer.get())) {
      for (std::atomic<std::int64_t>* calls : model->call_counts()) all.push_back(calls);
    } else if (const auto* layer = dynamic_cast<const RandomLayer*>(node.layer.get())) {
      if (layer->calls() != nullptr) all.push_back(layer->calls());
    }
  }
  return all;
}

bool SequentialLayer::trained_by(const Tape& tape) const {
  return std::any_of(nodes_.begin(), nodes_.end(),
                     [&](const Node& node) { return LayerAccess::trained_by(*node.layer, tape); });
}

std::size_t SequentialLayer::multiply_adds(const Shape& input_shape) const {
  Shape shape = input_shape;
  std::size_t total = 0;
  for (const Node& node : nodes_) {
    total += node.layer->multiply_adds(shape);
    shape = LayerAccess::output_shape(*node.layer, shape);
  }
  return total;
}

std::shared_ptr<Layer> SequentialLayer::clone() const {
  auto copy = std::make_shared<SequentialLayer>(SequentialOptions{trainable(), name()}, form_);
  copy->input_shape_ = input_shape_;
  copy->fixed_batch_ = fixed_batch_;
  for (const Node& node : nodes_) copy->add(node.layer->clone());
  return copy;
}

}  // namespace keratin
