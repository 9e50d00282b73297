#include "keratin/optimizers/adagrad.hpp"

#include "kernels/update.hpp"

namespace keratin::optimizers {

Adagrad::Adagrad(const AdagradOptions& options) : Optimizer("Adagrad", options), options_(options) {
  check_not_negative("initial_accumulator_value", options.initial_accumulator_value);
  check_not_negative("epsilon", options.epsilon);
}

std::vector<Slot> Adagrad::slots() const {
  return {Slot{"accumulator", static_cast<float>(options_.initial_accumulator_value)}};
}

void Adagrad::update(std::size_t count, float* weights, const float* gradients, float* const* state,
                     const Update& update) const {
  kernels::adagrad(count, update.learning_rate, static_cast<float>(options_.epsilon), gradients, state[0],
                   weights);
}

std::shared_ptr<Optimizer> Adagrad::clone() const { return std::make_shared<Adagrad>(*this); }

}  // namespace keratin::optimizers
