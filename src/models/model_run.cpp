// The plan of a model's steps, and the forward pass over them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "distribution/gradient_sum.hpp"
#include "keratin/error.hpp"
#include "kernels/denormals.hpp"
#include "kernels/merging.hpp"
#include "layers/layer_access.hpp"
#include "models/model_layer.hpp"

namespace keratin {

bool ModelLayer::is_output(std::size_t value) const {
  return std::find(outputs_.begin(), outputs_.end(), value) != outputs_.end();
}

std::optional<std::size_t> ModelLayer::follower(std::size_t node) const {
  const Node& from = nodes_[node];
  const std::vector<std::size_t>& uses = values_[from.output].uses;
  if (from.outputs != 1 || uses.size() != 1 || is_output(from.output)) return {};
  return uses.front();
}

std::optional<ModelLayer::Sum> ModelLayer::sum_of(std::size_t node, const Step& step) const {
  const std::vector<std::size_t>& inputs = nodes_[node].inputs;
  const std::size_t made = nodes_[step.last].output;
  if (inputs.size() != 2) return {};
  const std::size_t addend = inputs[inputs.front() == made ? 1 : 0];
  const Value& value = values_[addend];
  if (value.shape != values_[made].shape || !value.shape.without_batch().fully_known()) return {};
  const bool is_made = !value.node || *value.node < step.first;
  const bool is_used = std::any_of(value.uses.begin(), value.uses.end(),
                                   [&](std::size_t use) { return use > step.first && use < node; });
  return is_made && !is_used ? std::optional(Sum{node, addend}) : std::nullopt;
}

std::optional<ModelLayer::Part> ModelLayer::part_of(std::size_t node, const Step& step) const {
  const Node& next = nodes_[node];
  const Shape& whole = values_[next.output].shape;
  if (next.inputs.size() < 2 || !whole.without_batch().fully_known()) return {};
  const std::size_t made = nodes_[step.last].output;
  if (std::count(next.inputs.begin(), next.inputs.end(), made) != 1) return {};
  int channels = 0, first_channel = 0;
  for (std::size_t input : next.inputs) {
    if (input == made) first_channel = channels;
    channels += values_[input].shape.back();
  }
  const bool joins_channels = channels == whole.back();  // and not rows
  return joins_channels ? std::optional(Part{node, static_cast<std::size_t>(first_channel)}) : std::nullopt;
}

/// Whether the step's kernel can do a node's work as well, which is then part of the step: of a Concatenate
/// its own share.
bool ModelLayer::joins_previous(std::size_t node, bool training, Step& step) const {
  const Node& next = nodes_[node];
  Fusion fusion = step.fusion;
  if (!next.is_known || next.training || next.layer->activity_regularizer() != nullptr) return false;
  if (!LayerAccess::join_previous(*next.layer, fusion, training) || !step.fusing->can_fuse(fusion))
    return false;
  if (fusion.adds && !step.fusion.adds) {
    step.sum = sum_of(node, step);
    if (!step.sum) return false;
  }
  if (fusion.is_part) {
    step.part = part_of(node, step);
    if (!step.part) return false;
    fusion.first_channel = step.part->first_channel;
  }
  step.fusion = fusion;
  return true;
}

/// Whether the step's rectifier can move behind the max pooling that takes its output, to fewer numbers.
bool ModelLayer::passes_on_rectifier(const Step& step) const {
  const std::optional<std::size_t> next = follower(step.last);
  if (!next || !(step.fusion.negative_slope >= 0.0f)) return false;
  const Node& node = nodes_[*next];
  const auto* pooling = dynamic_cast<const FusingLayer*>(node.layer.get());
  return pooling != nullptr && node.is_single() && node.is_known && !node.training &&
         pooling->commutes_with_rectifier() &&
         pooling->can_fuse({.negative_slope = step.fusion.negative_slope});
}

/// `slope`: of the rectifier that the step which made its input leaves to it.
ModelLayer::Step ModelLayer::step_from(std::size_t node, bool training, std::optional<float> slope) const {
  const Node& first = nodes_[node];
  Step step{node, node, first.layer.get(), nullptr, {}, first.is_known};
  step.training = first.training;
  step.takes_known = std::all_of(first.inputs.begin(), first.inputs.end(), [&](std::size_t input) {
    return !values_[input].node || nodes_[*values_[input].node].is_known;
  });
  if (first.training) return step;
  const auto penalized = [this](std::size_t i) { return nodes_[i].layer->activity_regularizer() != nullptr; };
  std::optional<std::size_t> main = node;
  Fusion& fusion = step.fusion;
  if (!penalized(node) && LayerAccess::join_following(*first.layer, fusion)) main = follower(node);
  const auto* fusing = main ? dynamic_cast<const FusingLayer*>(nodes_[*main].layer.get()) : nullptr;
  if (fusing == nullptr || !nodes_[*main].is_single() || !nodes_[*main].is_known || nodes_[*main].training)
    return step;  // a user's class may have passes of its own
  if (!fusing->can_fuse(fusion)) return step;
  step.last = *main;
  step.layer = step.fusing = fusing;
  fusion.negative_slope = slope;
  fusion.own_activation = LayerAccess::join_activation(*fusing, fusion);
  while (fusion.own_activation && !fusion.is_part && !penalized(*main)) {
    const std::optional<std::size_t> next = follower(step.last);
    if (!next || !joins_previous(*next, training, step)) break;
    if (!fusion.is_part) step.last = *next;
  }
  if (training && !penalized(*main) && passes_on_rectifier(step))
    step.passed_on = std::exchange(fusion.negative_slope, std::nullopt);
  return step;
}

void ModelLayer::find_lifetimes(Step& step, std::unordered_set<std::size_t>& begun) const {
  const Node& last = nodes_[step.part ? step.part->node : step.last];
  for (std::size_t value = last.output; value < last.output + last.outputs; ++value) {
    const bool is_begun = step.part ? !begun.insert(value).second : begun.contains(value);
    if (!is_begun && (!values_[value].uses.empty() || is_output(value))) step.held.push_back(value);
  }
  std::vector<std::size_t> taken = nodes_[step.first].inputs;
  if (step.sum) taken.push_back(step.sum->addend);
  for (std::size_t input : taken) {
    const std::size_t last_use = values_[input].uses.back();
    const bool is_last = last_use == step.first || (step.sum && last_use == step.sum->node);
    if (is_last && !is_output(input)) step.dropped.push_back(input);
  }
  std::sort(step.dropped.begin(), step.dropped.end());
  step.dropped.erase(std::unique(step.dropped.begin(), step.dropped.end()), step.dropped.end());
}

/// If layers were added or taken off at the end, which only a chain allows, only the last step can be another
/// one.
void ModelLayer::extend_plan(Plan& plan, bool training) const {
  while (!plan.empty() && plan.back().last >= nodes_.size()) plan.pop_back();
  std::size_t node = 0;
  if (!plan.empty()) {
    node = plan.back().first;
    plan.pop_back();
  }
  std::unordered_set<std::size_t> joined, begun;
  for (; node < nodes_.size(); ++node) {
    if (joined.erase(node) > 0) continue;
    const std::optional<std::size_t> made_by = values_[nodes_[node].inputs.front()].node;
    const auto before =
        std::find_if(plan.rbegin(), plan.rend(), [&](const Step& step) { return step.last == made_by; });
    plan.push_back(step_from(node, training, before == plan.rend() ? std::nullopt : before->passed_on));
    find_lifetimes(plan.back(), begun);
    for (std::size_t last = node; last != plan.back().last;) joined.insert(last = *follower(last));
  }
}

void ModelLayer::update_plans() {
  extend_plan(training_plan_, true);
  extend_plan(inference_plan_, false);
}

void ModelLayer::run_step(const Step& step, std::span<View> values, StepTape& tape) const {
  const Node &first = nodes_[step.first], &last = nodes_[step.last];
  if (!first.is_single()) return run_many(step, values, tape);
  const View x = values[first.inputs.front()];
  View& y = values[last.output];
  if (!step.takes_known)  // what a user's layer gave
    static_cast<void>(LayerAccess::output_shape(*first.layer, x.shape()));
  if (step.part) {
    run_part(step, values, tape);
  } else if (step.sum) {
    Fusion fusion = step.fusion;
    fusion.target = sum_memory(step, values, tape);
    y = LayerAccess::run_forward(*step.fusing, x, fusion, tape);
  } else if (step.fusing != nullptr) {
    y = LayerAccess::run_forward(*step.fusing, x, step.fusion, tape);
  } else {
    y = LayerAccess::run_forward(*step.layer, x, tape, !step.is_known);
  }
}

Buffer ModelLayer::sum_memory(const Step& step, std::span<const View> values, StepTape& tape) const {
  const View addend = values[step.sum->addend], x = values[nodes_[step.first].inputs.front()];
  const bool is_last_use = std::binary_search(step.dropped.begin(), step.dropped.end(), step.sum->addend);
  if (is_last_use && addend.data() != x.data()) {
    if (const Buffer memory = tape.unshared_memory(addend); !memory.empty()) return memory;
  }
  const Buffer copy = tape.allocate(addend.shape());
  kernels::add_all(copy.size(), std::array{addend.data()}, copy.data());  // of one array: a copy
  return copy;
}

namespace {

/// Of a value that is not yet whole.
Buffer writable(View value) { return {const_cast<float*>(value.data()), value.shape()}; }

}  // namespace

void ModelLayer::run_part(const Step& step, std::span<View> values, StepTape& tape) const {
  const View x = values[nodes_[step.first].inputs.front()];
  const auto with_batch = [&](std::size_t value) {
    return values_[value].shape.without_batch().with_batch(x.shape()[0]);
  };
  const std::size_t whole = nodes_[step.part->node].output, made = nodes_[step.last].output;
  if (values[whole].empty()) values[whole] = tape.allocate(with_batch(whole));
  Fusion fusion = step.fusion;
  fusion.target = writable(values[whole]);
  static_cast<void>(LayerAccess::run_forward(*step.fusing, x, fusion, tape));
  values[made] = {nullptr, with_batch(made)};
}

void ModelLayer::join_parts(const Node& node, const Shape& joined, std::span<const View> values) const {
  const Buffer whole = writable(values[node.output]);
  if (joined != whole.shape()) {
    node.layer->fail(fmt::format("its output has shape {}, but its inputs were declared to make up shape {}.",
                                 to_string(joined), to_string(whole.shape())));
  }
  std::vector<kernels::Strip<const float>> strips;
  for (std::size_t input : node.inputs)
    strips.push_back({values[input].data(), static_cast<std::size_t>(values[input].shape().back())});
  kernels::concatenate(whole.size() / static_cast<std::size_t>(joined.back()), strips, whole.data());
}

/// Of a layer with several inputs or outputs, whose shapes are checked if it is a user's or takes what one
/// gave.
void ModelLayer::run_many(const Step& step, std::span<View> values, StepTape& tape) const {
  const Node& node = nodes_[step.first];
  std::vector<View> taken;
  std::vector<Shape> shapes;
  for (std::size_t input : node.inputs) {
    taken.push_back(values[input]);
    shapes.push_back(values[input].shape());
  }
  if (!values[node.output].empty())
    return join_parts(node, LayerAccess::output_shapes(*node.layer, shapes).front(), values);
  const std::span<View> given = values.subspan(node.output, node.outputs);
  const bool is_known = step.takes_known && step.is_known;
  const std::vector<Shape> expected =
      is_known ? std::vector<Shape>{} : LayerAccess::output_shapes(*node.layer, shapes);
  LayerAccess::run_forward(*step.layer, taken, given, tape, expected, !step.is_known);
}

Shape ModelLayer::compute_output_shape(const Shape& input_shape) const {
  return output_shapes(std::vector{input_shape}).front();
}

std::vector<Shape> ModelLayer::value_shapes(const std::vector<Shape>& inputs) const {
  std::vector<Shape> shapes = inputs;
  for (const Node& node : nodes_) {
    if (node.is_single()) {
      shapes.push_back(LayerAccess::output_shape(*node.layer, shapes[node.inputs.front()]));
      continue;
    }
    std::vector<Shape> taken;
    for (std::size_t input : node.inputs) taken.push_back(shapes[input]);
    for (const Shape& given : LayerAccess::output_shapes(*node.layer, taken)) shapes.push_back(given);
  }
  return shapes;
}

std::vector<Shape> ModelLayer::output_shapes(const std::vector<Shape>& inputs) const {
  check_inputs(inputs);
  const std::vector<Shape> shapes = value_shapes(inputs);
  std::vector<Shape> outputs;
  for (std::size_t output : outputs_) outputs.push_back(shapes[output]);
  return outputs;
}

View ModelLayer::forward(View x, Tape& tape) const {
  View y;
  forward_all({&x, 1}, {&y, 1}, tape);
  return y;
}

void ModelLayer::forward_all(std::span<const View> x, std::span<View> y, Tape& any_tape) const {
  const kernels::FlushDenormals flush;
  StepTape& tape = StepTape::of(any_tape);
  const std::optional<bool> outer = tape.behavior();
  std::vector<View> values(values_.size());
  std::copy(x.begin(), x.end(), values.begin());
  std::optional<StepTape::PassMemory> memory;
  if (tape.reuses_memory()) memory.emplace(tape);
  for (const Step& step : plan_of(tape)) {
    if (tape.training()) tape.begin_step(&step);
    tape.set_behavior(step.training ? step.training : outer);
    run_step(step, values, tape);
    if (tape.part() != nullptr) tape.part()->gradients->ran_forward(step.layer);
    if (!memory || memory->empty()) continue;
    for (std::size_t value : step.held) memory->hold(values[value]);
    for (std::size_t value : step.dropped) memory->drop(values[value]);
    memory->release_unheld();
  }
  tape.set_behavior(outer);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = values[outputs_[i]];
}

}  // namespace keratin
