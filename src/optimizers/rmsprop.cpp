#include "keratin/optimizers/rmsprop.hpp"

#include "kernels/update.hpp"

namespace keratin::optimizers {

RMSprop::RMSprop(const RMSpropOptions& options) : Optimizer("RMSprop", options), options_(options) {
  check_fraction("rho", options.rho);
  check_fraction("momentum", options.momentum);
  check_not_negative("epsilon", options.epsilon);
}

std::vector<Slot> RMSprop::slots() const {
  std::vector<Slot> slots = {Slot{"velocity"}};
  if (options_.momentum > 0.0) slots.push_back(Slot{"momentum"});
  if (options_.centered) slots.push_back(Slot{"average_gradient"});
  return slots;
}

void RMSprop::update(std::size_t count, float* weights, const float* gradients, float* const* state,
                     const Update& update) const {
  const kernels::RMSpropStep step = {.learning_rate = update.learning_rate,
                                     .rho = static_cast<float>(options_.rho),
                                     .one_minus_rho = static_cast<float>(1.0 - options_.rho),
                                     .momentum = static_cast<float>(options_.momentum),
                                     .epsilon = static_cast<float>(options_.epsilon)};
  float* const velocities = *state++;
  float* const momentums = options_.momentum > 0.0 ? *state++ : nullptr;
  float* const averages = options_.centered ? *state : nullptr;
  kernels::rmsprop(count, step, gradients, velocities, momentums, averages, weights);
}

std::shared_ptr<Optimizer> RMSprop::clone() const { return std::make_shared<RMSprop>(*this); }

}  // namespace keratin::optimizers
