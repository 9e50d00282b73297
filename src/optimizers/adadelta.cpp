#include "keratin/optimizers/adadelta.hpp"

#include "kernels/update.hpp"

namespace keratin::optimizers {

Adadelta::Adadelta(const AdadeltaOptions& options) : Optimizer("Adadelta", options), options_(options) {
  check_fraction("rho", options.rho);
  check_not_negative("epsilon", options.epsilon);
}

std::vector<Slot> Adadelta::slots() const {
  return {Slot{"accumulated_grad"}, Slot{.name = "accumulated_delta_var", .follows = true}};
}

void Adadelta::update(std::size_t count, float* weights, const float* gradients, float* const* state,
                      const Update& update) const {
  const kernels::AdadeltaStep step = {.learning_rate = update.learning_rate,
                                      .rho = static_cast<float>(options_.rho),
                                      .one_minus_rho = static_cast<float>(1.0 - options_.rho),
                                      .epsilon = static_cast<float>(options_.epsilon)};
  kernels::adadelta(count, step, gradients, state[0], state[1], weights);
}

std::shared_ptr<Optimizer> Adadelta::clone() const { return std::make_shared<Adadelta>(*this); }

}  // namespace keratin::optimizers
