// The backward pass over the steps of a model's plan.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "distribution/gradient_sum.hpp"
#include "kernels/denormals.hpp"
#include "kernels/merging.hpp"
#include "layers/layer_access.hpp"
#include "models/model_layer.hpp"

namespace keratin {

bool ModelLayer::trained_by(const Tape& tape) const {
  return std::any_of(layers_.begin(), layers_.end(),
                     [&](const auto& layer) { return LayerAccess::trained_by(*layer, tape); });
}

/// Of which values something before them is trained.
std::vector<bool> ModelLayer::needed_gradients(const Plan& plan, const StepTape& tape) const {
  std::vector<bool> needed(values_.size(), false);
  for (std::size_t input = 0; input < input_count_; ++input) needed[input] = tape.needs_input_gradient(input);
  for (const Step& step : plan) {
    const Node &first = nodes_[step.first], &last = nodes_[step.last];
    const bool is_needed = std::any_of(first.inputs.begin(), first.inputs.end(),
                                       [&](std::size_t input) { return needed[input]; }) ||
                           LayerAccess::trained_by(*step.layer, tape);
    std::fill_n(needed.begin() + static_cast<std::ptrdiff_t>(last.output), last.outputs, is_needed);
  }
  return needed;
}

/// The gradients of a graph's values, each the sum of those that its uses give.
class ModelLayer::ValueGradients {
 public:
  ValueGradients(std::size_t count, StepTape& tape) : sums_(count), tape_(tape), memory_(tape) {}

  void add(std::size_t value, View gradient) {
    View& sum = sums_[value];
    if (gradient.empty()) return;
    if (!sum.empty()) {
      const Buffer both = tape_.allocate(gradient.shape());
      kernels::add_all(both.size(), std::array{sum.data(), gradient.data()}, both.data());
      memory_.drop(sum);
      gradient = both;
    }
    sum = gradient;
    memory_.hold(sum);
  }

  [[nodiscard]] View operator[](std::size_t value) const { return sums_[value]; }
  [[nodiscard]] std::span<const View> of(const Node& node) const {
    return std::span(sums_).subspan(node.output, node.outputs);
  }

  /// Lets go of those of what a node gave, which its backward pass has taken.
  void drop(const Node& node) {
    for (std::size_t value = node.output; value < node.output + node.outputs; ++value) {
      if (!sums_[value].empty()) memory_.drop(std::exchange(sums_[value], View()));
    }
    memory_.release_unheld();
  }

 private:
  std::vector<View> sums_;
  StepTape& tape_;
  StepTape::PassMemory memory_;
};

void ModelLayer::run_step_backward(const Step& step, const std::vector<bool>& needed,
                                   ValueGradients& gradients, StepTape& tape) const {
  const Node &first = nodes_[step.first], &last = nodes_[step.last];
  if (!first.is_single()) return run_many_backward(step, needed, gradients, tape);
  const std::size_t input = first.inputs.front();
  const View dy = gradients[last.output];
  tape.set_needs_input_gradient(needed[input]);
  const View dx = step.fusing != nullptr ? LayerAccess::run_backward(*step.fusing, dy, step.fusion, tape)
                                         : LayerAccess::run_backward(*step.layer, dy, tape, !step.is_known);
  if (needed[input]) gradients.add(input, dx);
}

void ModelLayer::run_many_backward(const Step& step, const std::vector<bool>& needed,
                                   ValueGradients& gradients, StepTape& tape) const {
  const Node& node = nodes_[step.first];
  std::vector<bool> inputs;
  for (std::size_t input : node.inputs) inputs.push_back(needed[input]);
  tape.set_needs_input_gradient(std::find(inputs.begin(), inputs.end(), true) != inputs.end());
  tape.set_needed_inputs(std::move(inputs));
  std::vector<View> dx(node.inputs.size());
  LayerAccess::run_backward(*step.layer, gradients.of(node), dx, tape, !step.is_known);
  tape.set_needed_inputs({});
  for (std::size_t i = 0; i < dx.size(); ++i) {
    if (!needed[node.inputs[i]]) continue;
    const View sum = gradients[node.inputs[i]];
    if (!dx[i].empty() && !sum.empty() && dx[i].shape() != sum.shape()) {
      step.layer->fail(fmt::format("its gradient has shape {}, but that of its input's other uses {}.",
                                   to_string(dx[i].shape()), to_string(sum.shape())));
    }
    gradients.add(node.inputs[i], dx[i]);
  }
}

View ModelLayer::backward(View dy, Tape& tape) const {
  View dx;
  backward_all({&dy, 1}, {&dx, 1}, tape);
  return dx;
}

void ModelLayer::backward_all(std::span<const View> dy, std::span<View> dx, Tape& any_tape) const {
  const kernels::FlushDenormals flush;
  StepTape& tape = StepTape::of(any_tape);
  const std::optional<bool> outer = tape.behavior();
  const bool outer_needed = tape.needs_input_gradient();
  const Plan& plan = plan_of(tape);
  const std::vector<bool> needed = needed_gradients(plan, tape);
  std::vector<bool> outer_inputs = tape.set_needed_inputs({});
  ValueGradients gradients(values_.size(), tape);
  for (std::size_t i = 0; i < dy.size(); ++i) gradients.add(outputs_[i], dy[i]);
  for (auto step = plan.rbegin(); step != plan.rend(); ++step) {
    const Node& last = nodes_[step->last];
    const std::span<const View> given = gradients.of(last);
    const bool is_reached = std::any_of(given.begin(), given.end(), [](View one) { return !one.empty(); });
    if (is_reached && needed[last.output]) {
      tape.set_behavior(step->training ? step->training : outer);
      run_step_backward(*step, needed, gradients, tape);
    }
    gradients.drop(last);
    tape.drop_step(&*step);
    if (tape.part() != nullptr) tape.part()->gradients->ran_backward(step->layer);
  }
  tape.set_needs_input_gradient(outer_needed);
  tape.set_needed_inputs(std::move(outer_inputs));
  tape.set_behavior(outer);
  for (std::size_t i = 0; i < dx.size(); ++i) dx[i] = gradients[i];
}

}  // namespace keratin
