#include "layers/layer_access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>

#include "layer_activation.hpp"
#include "layers/common/missing_axis.hpp"
#include "printable.hpp"

namespace keratin {

namespace {

/// The layer that is the activation; null for a function or none.
const LayerActivation* layer_of(const Layer& layer) {
  const auto& activation = layer.activation();
  return activation == nullptr ? nullptr : layer_activation(*activation);
}

View activate(const Layer& layer, View z, StepTape& tape) {
  if (const LayerActivation* own = layer_of(layer)) return LayerAccess::run_forward(*own->layer, z, tape);
  const activations::Function& activation = *layer.activation();
  const Buffer y = tape.allocate(z.shape());
  activation.forward(z, y);
  tape.save(layer, {z, y});
  tape.add_activated({&activation, z, y});
  return y;
}

View deactivate(const Layer& layer, View dy, StepTape& tape) {
  if (const LayerActivation* own = layer_of(layer)) {
    const bool needed = tape.set_needs_input_gradient(true);
    const View dz = LayerAccess::run_backward(*own->layer, dy, tape);
    tape.set_needs_input_gradient(needed);
    return dz;
  }
  const auto [z, y] = tape.restore<2>(layer);
  if (tape.take_at_logits(y)) return dy;
  const Buffer dz = tape.allocate(z.shape());
  layer.activation()->backward(z, y, dy, dz);
  return dz;
}

/// What follows forward(): the activation, if it is not fused, and the activity regularizer.
View finish_forward(const Layer& layer, View z, bool is_fused, StepTape& tape) {
  const bool activates = !is_fused && layer.activation() != nullptr;
  const View y = activates ? activate(layer, z, tape) : z;
  const auto& regularizer = layer.activity_regularizer();
  if (regularizer == nullptr) return y;
  if (!activates) tape.forget_activated(y);  // the outputs regularized here are not that activation's
  tape.add_loss((*regularizer)(y) / y.shape()[0]);
  tape.save(layer, {y});
  return y;
}

View begin_backward(const Layer& layer, View dy, bool is_fused, StepTape& tape) {
  const bool activates = !is_fused && layer.activation() != nullptr;
  const auto& regularizer = layer.activity_regularizer();
  if (regularizer == nullptr) return activates ? deactivate(layer, dy, tape) : dy;
  const auto [y] = tape.restore<1>(layer);
  const bool at_logits = tape.take_at_logits(y);
  const Buffer sum = tape.allocate(y.shape());
  if (at_logits) {
    std::fill_n(sum.data(), sum.size(), 0.0f);
  } else {
    std::copy_n(dy.data(), dy.size(), sum.data());
  }
  regularizer->add_gradient(y, 1.0f / static_cast<float>(y.shape()[0]), sum);
  const View dz = activates ? deactivate(layer, sum, tape) : sum;
  if (!at_logits) return dz;
  const Buffer total = tape.allocate(dz.shape());
  std::transform(dy.data(), dy.data() + dy.size(), dz.data(), total.data(), std::plus<>());
  return total;
}

/// How an input gets the number of dimensions that a layer wants, as a sentence with a blank in front.
std::string advice_on_rank(const InputSpec& spec, const Shape& shape) {
  if (std::string advice = layers::missing_axis(spec, shape); !advice.empty()) return advice;
  if (spec.rank == 0 || shape.rank() < spec.rank) return " Put a Reshape before it, or another layer.";
  if (spec.rank > 2 && shape[0] == None && shape[1] == None)
    return " The shape of a sample is given without the batch.";
  return spec.rank == 2 ? " Put a Reshape or Flatten before it, or another layer."
                        : " Put a Reshape before it, or another layer.";
}

std::string text_of(const Layer& layer) {
  return fmt::format("\"{}\" ({})", layer.name(), layer.class_name());
}

[[noreturn]] void fail_restoring(const TapeMismatch& mismatch) {
  const TapeRecord &restored = mismatch.restored(), &saved = mismatch.saved();
  const auto values = [](std::size_t count) {
    return fmt::format("{} value{}", count, count == 1 ? "" : "s");
  };
  std::string left = "nothing that its forward() saved is left";
  if (saved.layer == restored.layer) {
    left = fmt::format("its forward() saved {} last", values(saved.count));
  } else if (saved.layer != nullptr) {
    left += fmt::format(": what was saved last is {} of the layer {}", values(saved.count),
                        text_of(*saved.layer));
  }
  restored.layer->fail(fmt::format(
      "its backward() restores {}, but {}. Restore, in reverse order, exactly what forward() saves.",
      values(restored.count), left));
}

/// A backward pass, whose errors name the layers.
template <class Pass>
auto named(const Pass& pass) {
  try {
    return pass();
  } catch (const TapeMismatch& mismatch) {
    fail_restoring(mismatch);
  }
}

/// Keras warns of it too.
void note_softmax_of_one(const Layer& layer, const Shape& shape) {
  const auto& activation = layer.activation();
  if (activation == nullptr || activation->forward != activations::softmax.forward || shape.back() != 1)
    return;
  print_note(fmt::format(
      "Warning: layer {}: softmax over an axis of size 1 gives 1 for every input. Give the layer a "
      "unit for each class, or use sigmoid.",
      text_of(layer)));
}

/// `input` is its number, if the layer takes a list.
void check_gradient(const Layer& layer, std::optional<std::size_t> input, View dx, View x) {
  if (!dx.empty() && dx.shape() == x.shape()) return;
  const std::string of_input = input ? fmt::format("input {}", *input) : "its input";
  layer.fail(fmt::format("backward() must return a gradient of the shape {} of {}, but returned {}.",
                         to_string(x.shape()), of_input, dx.empty() ? "nothing" : to_string(dx.shape())));
}

}  // namespace

void LayerAccess::check_input(const Layer& layer, const Shape& shape) {
  layer.require_not_moved();
  const InputSpec& spec = layer.input_spec_;
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) {
    layer.fail(
        fmt::format("expected an input without empty dimensions, but received shape {}.", to_string(shape)));
  }
  if (spec.rank != 0 && shape.rank() != spec.rank) {
    layer.fail(fmt::format("expected an input of {} dimensions, batch included, but received shape {}.{}",
                           spec.rank, to_string(shape), advice_on_rank(spec, shape)));
  }
  if (shape.rank() < spec.min_rank) {
    layer.fail(
        fmt::format("expected an input of at least {} dimensions, batch included, but received shape {}.{}",
                    spec.min_rank, to_string(shape), advice_on_rank(spec, shape)));
  }
  for (const auto& [axis, size] : spec.axes) {
    if (size != None && shape[axis] != size && shape[axis] != None) {
      layer.fail(fmt::format(
          "expected axis {} of its input to be {}, as when it was built, but received shape {}. Give such "
          "inputs, or call a new layer.",
          axis, size, to_string(shape)));
    }
  }
}

Shape LayerAccess::output_shape(const Layer& layer, const Shape& input_shape) {
  check_input(layer, input_shape);
  const Shape output_shape = layer.compute_output_shape(input_shape);
  if (std::any_of(output_shape.begin(), output_shape.end(),
                  [](int size) { return size != None && size <= 0; })) {
    layer.fail(fmt::format(
        "nothing is left of an input of shape {}: the output would have shape {}. Use a larger input, a "
        "smaller window or crop, or padding \"same\".",
        to_string(input_shape), to_string(output_shape)));
  }
  return output_shape;
}

Shape LayerAccess::connect(Layer& layer, const Shape& input_shape) {
  const Shape shape = output_shape(layer, input_shape);
  build_once(layer, [&] {
    layer.build(input_shape);
    connect_activation(layer, shape);
    note_softmax_of_one(layer, shape);
  });
  return shape;
}

void LayerAccess::connect_activation(const Layer& layer, const Shape& shape) {
  const LayerActivation* own = layer_of(layer);
  if (own == nullptr || connect(*own->layer, shape) == shape) return;
  layer.fail(
      fmt::format("its activation, the layer {}, must keep the shape {}.", own->name, to_string(shape)));
}

void LayerAccess::build_once(Layer& layer, const std::function<void()>& build) {
  if (layer.built()) return;
  layer.unbuilt_input_spec_ = layer.input_spec_;
  layer.unbuilt_activation_ = layer.activation_;
  try {
    build();
  } catch (...) {
    layer.unbuild();
    throw;
  }
  layer.built_ = true;
}

View LayerAccess::run_forward(const Layer& layer, View x, StepTape& tape, bool checks_shapes) {
  layer.require_built();
  if (checks_shapes) check_input(layer, x.shape());
  View y = layer.forward(x, tape);
  if (checks_shapes) {
    const Shape expected = layer.compute_output_shape(x.shape());
    if (y.empty() || y.shape() != expected) {
      layer.fail(fmt::format("forward() returned shape {}, but compute_output_shape() says {}.",
                             to_string(y.shape()), to_string(expected)));
    }
  }
  y = finish_forward(layer, y, false, tape);
  if (checks_shapes) tape.save(layer, {x});
  return y;
}

View LayerAccess::run_backward(const Layer& layer, View dy, StepTape& tape, bool checks_shapes) {
  const View x = checks_shapes ? tape.restore<1>(layer)[0] : View();
  const View dx = named([&] { return layer.backward(begin_backward(layer, dy, false, tape), tape); });
  if (checks_shapes && tape.needs_input_gradient()) check_gradient(layer, {}, dx, x);
  return dx;
}

void LayerAccess::run_forward(const Layer& layer, std::span<const View> x, std::span<View> y, StepTape& tape,
                              std::span<const Shape> expected, bool checks_gradients) {
  layer.forward_all(x, y, tape);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (!y[i].empty() && y[i].shape() == expected[i]) continue;
    layer.fail(fmt::format("its output has shape {}, but its inputs imply {}.", to_string(y[i].shape()),
                           to_string(expected[i])));
  }
  y[0] = finish_forward(layer, y[0], false, tape);  // what has an activation has one output
  if (checks_gradients) tape.save_all(layer, x);
}

void LayerAccess::run_backward(const Layer& layer, std::span<const View> dy, std::span<View> dx,
                               StepTape& tape, bool checks_gradients) {
  std::vector<View> x(checks_gradients ? dx.size() : 0);
  if (checks_gradients) tape.restore_into(x, layer);
  named([&] {
    if (layer.activation() == nullptr && layer.activity_regularizer() == nullptr)
      return layer.backward_all(dy, dx, tape);
    const View dz = begin_backward(layer, dy[0], false, tape);
    layer.backward_all({&dz, 1}, dx, tape);
  });
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (tape.needs_input_gradient(i)) check_gradient(layer, i, dx[i], x[i]);
  }
}

View LayerAccess::run_forward(const FusingLayer& layer, View x, const Fusion& fusion, StepTape& tape) {
  layer.require_built();
  return finish_forward(layer, layer.forward_fused(x, fusion, tape), fusion.own_activation, tape);
}

View LayerAccess::run_backward(const FusingLayer& layer, View dy, const Fusion& fusion, StepTape& tape) {
  return named([&] {
    return layer.backward_fused(begin_backward(layer, dy, fusion.own_activation, tape), fusion, tape);
  });
}

bool LayerAccess::join_activation(const Layer& layer, Fusion& fusion) {
  const auto& activation = layer.activation();
  if (activation == nullptr || activation->forward == activations::linear.forward) return true;
  const std::optional<float> slope = activations::negative_slope(*activation);
  if (!slope || fusion.ends_with_rectifier()) return false;
  fusion.negative_slope = slope;
  return true;
}

}  // namespace keratin
