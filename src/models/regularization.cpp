#include "models/regularization.hpp"

namespace keratin {

double penalty_of(const std::vector<Weight*>& weights) {
  double penalty = 0.0;
  for (const Weight* weight : weights) {
    if (weight->regularizer() != nullptr) penalty += (*weight->regularizer())(View(weight->value()));
  }
  return penalty;
}

void add_penalty_gradients(const std::vector<Weight*>& weights, const Tape& tape) {
  for (const Weight* weight : weights) {
    if (weight->regularizer() == nullptr) continue;
    weight->regularizer()->add_gradient(View(weight->value()), 1.0f, tape.gradient(*weight));
  }
}

void constrain(const std::vector<Weight*>& weights) {
  for (Weight* weight : weights) {
    if (weight->constraint() == nullptr) continue;
    (*weight->constraint())({weight->mutable_data(), weight->shape()});
    weight->changed();
  }
}

}  // namespace keratin
