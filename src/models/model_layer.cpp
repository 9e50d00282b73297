#include "models/model_layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/layers/core/wrapper.hpp"
#include "keratin/layers/random_layer.hpp"
#include "layers/known_layers.hpp"
#include "layers/layer_access.hpp"
#include "models/trainer.hpp"

namespace keratin {

ModelLayer::ModelLayer(const SequentialOptions& options)
    : Layer("Sequential", LayerOptions{{}, options.name, options.trainable}), values_(1), outputs_{0} {}

ModelLayer::~ModelLayer() = default;

Shape ModelLayer::next_input_shape(const Layer& layer) const {
  if (!nodes_.empty() || !input_shape().empty()) return values_.back().shape;
  if (const auto* model = dynamic_cast<const ModelLayer*>(&layer)) return model->input_shape();
  const Shape& declared = layer.declared_input_shape();
  return declared.empty() ? declared : declared.with_batch(None);
}

Shape ModelLayer::with_fixed_batch(Shape shape) const {
  if (!shape.empty()) shape[0] = fixed_batch_;
  return shape;
}

std::vector<Shape> ModelLayer::input_shapes() const {
  std::vector<Shape> shapes;
  for (std::size_t i = 0; i < input_count_; ++i) shapes.push_back(values_[i].shape);
  return shapes;
}

std::vector<Shape> ModelLayer::output_shapes() const {
  std::vector<Shape> shapes;
  for (std::size_t output : outputs_) shapes.push_back(values_[output].shape);
  return shapes;
}

std::string ModelLayer::output_name(std::size_t output) const {
  const Value& value = values_[outputs_[output]];
  return value.node ? nodes_[*value.node].layer->name() : form_->input_names[outputs_[output]];
}

const ModelLayer::Node& ModelLayer::first_call(const Layer& layer) const {
  return *std::find_if(nodes_.begin(), nodes_.end(),
                       [&](const Node& node) { return node.layer.get() == &layer && node.call == 0; });
}

const ModelLayer::Node& ModelLayer::last_call(const Layer& layer) const {
  const Node* last = &first_call(layer);
  for (const Node& node : nodes_) {
    if (node.layer.get() == &layer && node.call > last->call) last = &node;
  }
  return *last;
}

bool ModelLayer::is_chain() const {
  if (!form_) return true;
  if (input_count_ != 1 || outputs_ != std::vector{values_.size() - 1}) return false;
  return std::all_of(nodes_.begin(), nodes_.end(), [](const Node& node) {
    return node.is_single() && node.call == 0 && node.inputs.front() == node.output - 1;
  });
}

void ModelLayer::require_chain(const char* call) const {
  if (!is_chain())
    fail(fmt::format("{} changes a chain of layers, but this model is none: make another Model.", call));
}

void ModelLayer::add(const std::shared_ptr<Layer>& layer) {
  append(layer);
  update_plans();
  if (trainer != nullptr) trainer->layer_added();
}

void ModelLayer::require_new_name(const Layer& layer) const {
  if (!names_.contains(layer.name())) return;
  fail(fmt::format(
      "all layers need names of their own, but there is already one called \"{}\". Give another name, or "
      "add the layer once.",
      layer.name()));
}

void ModelLayer::append(const std::shared_ptr<Layer>& layer) {
  if (layer == nullptr) fail("a layer to be added must not be null.");
  LayerAccess::require_not_moved(*layer);
  require_chain("add()");
  require_new_name(*layer);
  const auto* model = dynamic_cast<const ModelLayer*>(layer.get());
  if (model != nullptr && (model->input_count() != 1 || model->outputs().size() != 1)) {
    model->fail(
        "a model that is added must have one input and one output: call it with KerasTensors instead.");
  }
  nest(*layer);
  try {
    const Shape input = next_input_shape(*layer);
    const Shape output =
        input.empty() ? Shape{} : LayerAccess::connect(*layer, std::vector{input}, false).front();
    if (!input.empty()) values_.back().shape = input;
    append_node({.layer = layer, .inputs = {values_.size() - 1}}, {output});
  } catch (...) {
    unnest(*layer);
    throw;
  }
  outputs_ = {values_.size() - 1};
  tensors_.reset();
  layers_.push_back(layer);
  listed_.push_back(layer);
  names_.insert(layer->name());
}

void ModelLayer::append_node(Node node, const std::vector<Shape>& shapes) {
  const Layer& layer = layers::innermost(*node.layer);
  const auto* model = dynamic_cast<const ModelLayer*>(&layer);
  node.is_known = model != nullptr ? model->has_known_layers() : layers::known_layer(layer) != nullptr;
  node.output = values_.size();
  node.outputs = shapes.size();
  for (std::size_t input : node.inputs) {
    std::vector<std::size_t>& uses = values_[input].uses;
    if (uses.empty() || uses.back() != nodes_.size()) uses.push_back(nodes_.size());
  }
  for (const Shape& shape : shapes) values_.push_back({shape, nodes_.size()});
  nodes_.push_back(std::move(node));
}

void ModelLayer::nest(Layer& layer) {
  auto* model = dynamic_cast<ModelLayer*>(&layer);
  const std::string refusal = nesting_.add(model == nullptr ? nullptr : &model->nesting_);
  if (!refusal.empty()) fail(refusal);
}

void ModelLayer::unnest(Layer& layer) {
  auto* model = dynamic_cast<ModelLayer*>(&layer);
  nesting_.remove(model == nullptr ? nullptr : &model->nesting_);
}

void ModelLayer::require_plain_calls(const std::string& why) const {
  for (const Node& node : nodes_) {
    if (node.training) {
      node.layer->fail(
          fmt::format("its model calls it with training={}, {}", *node.training ? "True" : "False", why));
    }
    if (const auto* model = dynamic_cast<const ModelLayer*>(node.layer.get()))
      model->require_plain_calls(why);
  }
}

void ModelLayer::set_input(const Shape& sample_shape) {
  if (!nodes_.empty() || !input_shape().empty())
    fail("Input must be added before the first layer, and once.");
  values_.front().shape = sample_shape.with_batch(None);
}

void ModelLayer::pop() {
  if (nodes_.empty()) fail("there is no layer to take off.");
  require_chain("pop()");
  names_.erase(nodes_.back().layer->name());
  unnest(*nodes_.back().layer);
  nodes_.pop_back();
  layers_.pop_back();
  listed_.pop_back();
  values_.pop_back();
  values_.back().uses.clear();
  tensors_.reset();
  outputs_ = {values_.size() - 1};
  update_plans();
  if (trainer != nullptr) trainer->layer_taken_off();
}

bool ModelLayer::has_known_layers() const {
  return std::all_of(nodes_.begin(), nodes_.end(), [](const Node& node) { return node.is_known; });
}

bool ModelLayer::built() const { return form_ || (!nodes_.empty() && !input_shape().empty()); }

void ModelLayer::build_once(const Shape& input_shape, const std::function<void()>& check) {
  const std::lock_guard lock(build_mutex_);
  if (nodes_.empty() && !form_) fail("the model has no layers yet: add one.");
  if (!this->input_shape().empty()) return;
  if (check) check();
  LayerAccess::connect(*this, input_shape);
}

void ModelLayer::require_built() const {
  if (form_) return;
  if (nodes_.empty()) fail("the model has no layers yet: add one.");
  if (input_shape().empty()) {
    fail(
        "the model is not built yet, since the shape of its input is not known: give the first layer an "
        "input_shape, or call build({None, ...}), fit() or predict().");
  }
}

void ModelLayer::set_trainable(bool trainable) {
  Layer::set_trainable(trainable);
  for (const auto& layer : layers_) layer->set_trainable(trainable);
}

void ModelLayer::check_values(std::size_t input, View x) const {
  for (std::size_t use : values_[input].uses) {
    const Node& node = nodes_[use];
    const auto* model = dynamic_cast<const ModelLayer*>(node.layer.get());
    if (model == nullptr) {
      node.layer->check_values(x);
      continue;
    }
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      if (node.inputs[i] == input) model->check_values(i, x);
    }
  }
}

std::vector<Shape> ModelLayer::connect_all(const std::vector<Shape>& inputs, bool /*is_list*/) {
  if (form_) return output_shapes(inputs);
  check_inputs(inputs);
  return {LayerAccess::connect(*this, inputs.front())};
}

void ModelLayer::build(const Shape& input_shape) {
  Shape shape = input_shape;
  shape[0] = None;
  for (Node& node : nodes_) {
    values_[node.inputs.front()].shape = shape;
    node.built_here = !node.layer->built();
    shape = values_[node.output].shape = LayerAccess::connect(*node.layer, std::vector{shape}, false).front();
  }
}

void ModelLayer::unbuild() {
  for (Node& node : nodes_) {
    if (std::exchange(node.built_here, false)) LayerAccess::unbuild(*node.layer);
  }
  for (Value& value : values_) value.shape = {};
}

std::vector<const RandomLayer*> ModelLayer::random_layers() const {
  std::vector<const RandomLayer*> all;
  for (const auto& layer : layers_) {
    if (const auto* model = dynamic_cast<const ModelLayer*>(layer.get())) {
      for (const RandomLayer* random : model->random_layers()) all.push_back(random);
    } else if (const auto* random = dynamic_cast<const RandomLayer*>(&layers::innermost(*layer))) {
      if (random->calls() != nullptr) all.push_back(random);
    }
  }
  return all;
}

std::size_t ModelLayer::multiply_adds(const Shape& input_shape) const {
  std::vector<Shape> inputs = input_shapes();
  for (Shape& input : inputs) input[0] = input_shape[0];
  inputs.front() = input_shape;
  const std::vector<Shape> shapes = value_shapes(inputs);
  std::size_t total = 0;
  for (const Node& node : nodes_) total += node.layer->multiply_adds(shapes[node.inputs.front()]);
  return total;
}

}  // namespace keratin
