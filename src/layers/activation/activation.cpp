#include "keratin/layers/activation/activation.hpp"

#include <fmt/format.h>

#include "kernels/glu.hpp"
#include "layers/described.hpp"
#include "layers/layer_access.hpp"

namespace keratin::layers {

namespace {

/// The function of that name; "swish" is "silu". "glu" has none.
Identifier<activations::Function> resolved(const Identifier<activations::Function>& activation) {
  if (activation.name() == "glu") return activation;
  return activations::get(activation ? activation : "linear");
}

}  // namespace

Activation::Activation(const Identifier<activations::Function>& activation, const ActivationOptions& options)
    : Described("Activation", {resolved(activation)}, options), gated_(activation.name() == "glu") {
  if (gated_) {
    set_input_spec({.min_rank = 2});
  } else {
    set_activation(activation);
  }
}

Shape Activation::compute_output_shape(const Shape& input_shape) const {
  if (!gated_) return input_shape;
  Shape output_shape = input_shape;
  int& channels = output_shape[-1];
  if (channels != None && channels % 2 != 0) {
    fail(fmt::format(
        "\"glu\" halves the last axis of its input, whose size must be even, but received shape {}.",
        to_string(input_shape)));
  }
  channels = channels == None ? None : channels / 2;
  return output_shape;
}

View Activation::forward(View x, Tape& tape) const {
  if (!gated_) return x;
  const Buffer y = tape.allocate(compute_output_shape(x.shape())), gates = tape.allocate(y.shape());
  const auto columns = static_cast<std::size_t>(y.shape().back());
  kernels::glu(y.size() / columns, columns, x.data(), gates.data(), y.data());
  tape.save(*this, {x, gates});
  return y;
}

View Activation::backward(View dy, Tape& tape) const {
  if (!gated_) return dy;
  const auto [x, gates] = tape.restore<2>(*this);
  const Buffer dx = tape.allocate(x.shape());
  const auto columns = static_cast<std::size_t>(dy.shape().back());
  kernels::glu_gradient(dy.size() / columns, columns, x.data(), gates.data(), dy.data(), dx.data());
  return dx;
}

bool Activation::join_previous(Fusion& fusion, bool /*training*/) const {
  return !gated_ && LayerAccess::join_activation(*this, fusion);
}

template <class Fields>
void list_fields(Fields& fields, Identifier<activations::Function>& activation,
                 ActivationOptions& /*options*/) {
  fields.required("activation", activation);
}

template class Described<Activation, Layer, ActivationOptions, Identifier<activations::Function>>;

}  // namespace keratin::layers
