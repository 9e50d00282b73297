#include "keratin/layers/rnn/time_distributed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "engine/step_tape.hpp"
#include "keratin/layers/random_layer.hpp"
#include "kernels/axis.hpp"
#include "kernels/strided.hpp"
#include "layers/described.hpp"
#include "layers/inner_layer.hpp"
#include "layers/known_layers.hpp"
#include "layers/layer_access.hpp"

namespace keratin::layers {

namespace {

/// What one step is: the shape without axis 1.
Shape step_shape(const Shape& shape) {
  Shape step{shape[0]};
  for (int axis = 2; axis < shape.rank(); ++axis) step.push_back(shape[axis]);
  return step;
}

/// (batch, …) and axis 1 of `like` make (batch, steps, …).
Shape with_steps(const Shape& step, const Shape& like) {
  Shape shape{step[0], like[1]};
  for (int axis = 1; axis < step.rank(); ++axis) shape.push_back(step[axis]);
  return shape;
}

/// (batch, steps, …) to (batch·steps, …).
Shape folded(const Layer& layer, const Shape& shape) {
  const std::int64_t batch = std::int64_t{shape[0]} * shape[1];
  if (batch > std::numeric_limits<int>::max()) {
    layer.fail(
        fmt::format("a batch of shape {} has too many steps: use a smaller batch_size.", to_string(shape)));
  }
  Shape all = step_shape(shape);
  all[0] = static_cast<int>(batch);
  return all;
}

/// Axes 0 and 1 changed with each other.
Buffer swapped(View x, Tape& tape) {
  Shape order = x.shape(), shape = x.shape();
  for (int axis = 0; axis < order.rank(); ++axis) order[axis] = axis < 2 ? 1 - axis : axis;
  std::swap(shape[0], shape[1]);
  const Buffer y = tape.allocate(shape);
  kernels::permute(x.shape(), order, x.data(), y.data());
  return y;
}

/// Step number `step` of an array (steps, batch, …).
View step_of(View x, int step) {
  const Shape shape = x.shape().without_batch();
  return {x.data() + static_cast<std::size_t>(step) * shape.element_count(), shape};
}

/// Whether what the layer makes of a sample in training depends on the others, or on how often it ran.
bool depends_on_batch(const Layer& layer) {
  if (known_layer(layer) == nullptr) return true;  // a user's
  if (const auto* random = dynamic_cast<const RandomLayer*>(&layer)) return random->calls() != nullptr;
  const std::vector<Weight*> weights = layer.weights();
  return std::any_of(weights.begin(), weights.end(),
                     [](const Weight* weight) { return !weight->trainable(); });
}

}  // namespace

TimeDistributed::TimeDistributed(const InnerLayer& layer, const TimeDistributedOptions& options)
    : Described("TimeDistributed", {layer}, options, layer) {
  set_input_spec({.min_rank = 3});
}

Shape TimeDistributed::compute_output_shape(const Shape& input_shape) const {
  const Shape step = LayerAccess::output_shape(applied(), step_shape(input_shape));
  if (step.empty() || step[0] != input_shape[0] || step.rank() == Shape::max_rank) {
    fail(fmt::format(
        "the layer \"{}\" ({}) makes {} of a step of shape {}, which cannot be stacked along axis 1.",
        applied().name(), applied().class_name(), to_string(step), to_string(step_shape(input_shape))));
  }
  return with_steps(step, input_shape);
}

void TimeDistributed::build(const Shape& input_shape) { build_applied(step_shape(input_shape)); }

bool TimeDistributed::goes_by_step(const Tape& tape) const {
  return StepTape::of(tape).behaves_as_training() && depends_on_batch(innermost(applied()));
}

View TimeDistributed::forward(View x, Tape& any_tape) const {
  StepTape& tape = StepTape::of(any_tape);
  const Shape shape = compute_output_shape(x.shape());
  if (!goes_by_step(tape))
    return LayerAccess::run_forward(applied(), x.reshaped(folded(*this, x.shape())), tape).reshaped(shape);
  const Buffer steps = swapped(x, tape);
  Shape swapped_shape = shape;
  std::swap(swapped_shape[0], swapped_shape[1]);
  const Buffer y = tape.allocate(swapped_shape);
  for (int step = 0; step < shape[1]; ++step) {
    const View own = LayerAccess::run_forward(applied(), step_of(steps, step), tape);
    std::copy_n(own.data(), own.size(), y.data() + static_cast<std::size_t>(step) * own.size());
  }
  return swapped(y, tape);
}

View TimeDistributed::backward(View dy, Tape& any_tape) const {
  StepTape& tape = StepTape::of(any_tape);
  if (!goes_by_step(tape)) {
    const View dx = LayerAccess::run_backward(applied(), dy.reshaped(folded(*this, dy.shape())), tape);
    if (dx.empty()) return {};
    Shape step = dx.shape();
    step[0] = dy.shape()[0];
    return dx.reshaped(with_steps(step, dy.shape()));
  }
  const Buffer steps = swapped(dy, tape);
  Buffer dx;
  for (int step = dy.shape()[1]; step-- > 0;) {
    const View own = LayerAccess::run_backward(applied(), step_of(steps, step), tape);
    if (own.empty()) continue;
    if (dx.empty()) dx = tape.allocate(own.shape().with_batch(dy.shape()[1]));
    std::copy_n(own.data(), own.size(), dx.data() + static_cast<std::size_t>(step) * own.size());
  }
  return dx.empty() ? View() : View(swapped(dx, tape));
}

std::size_t TimeDistributed::multiply_adds(const Shape& input_shape) const {
  return kernels::as_size(input_shape[1]) * applied().multiply_adds(step_shape(input_shape));
}

std::shared_ptr<Layer> TimeDistributed::clone() const {
  return std::make_shared<TimeDistributed>(InnerLayer(applied().clone()), own(options_));
}

template <class Fields>
void list_fields(Fields& fields, InnerLayer& layer, TimeDistributedOptions& /*options*/) {
  fields.required("layer", layer);
}

template class Described<TimeDistributed, Wrapper, TimeDistributedOptions, InnerLayer>;

}  // namespace keratin::layers
