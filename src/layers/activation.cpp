#include "keratin/layers/activation.hpp"

#include "keratin/fusion.hpp"

namespace keratin::layers {

Activation::Activation(const Identifier<activations::Function>& activation, const ActivationOptions& options)
    : Layer("Activation", options), options_(options) {
  set_activation(activation);
}

View Activation::forward(View x, Tape& /*tape*/) const { return x; }

View Activation::backward(View dy, Tape& /*tape*/) const { return dy; }

bool Activation::join_previous(Fusion& fusion, bool /*training*/) const { return join_activation(fusion); }

std::shared_ptr<Layer> Activation::clone() const {
  return std::make_shared<Activation>(activation(), own(options_));
}

}  // namespace keratin::layers
