#include "keratin/optimizers/lion.hpp"

#include "kernels/update.hpp"

namespace keratin::optimizers {

Lion::Lion(const LionOptions& options) : Optimizer("Lion", options), options_(options) {
  check_fraction("beta_1", options.beta_1);
  check_fraction("beta_2", options.beta_2);
  check_positive("beta_1", options.beta_1);
}

std::vector<Slot> Lion::slots() const { return {Slot{"momentum"}}; }

void Lion::update(std::size_t count, float* weights, const float* gradients, float* const* state,
                  const Update& update) const {
  const kernels::LionStep step = {.learning_rate = update.learning_rate,
                                  .beta_1 = static_cast<float>(options_.beta_1),
                                  .beta_2 = static_cast<float>(options_.beta_2)};
  kernels::lion(count, step, gradients, state[0], weights);
}

std::shared_ptr<Optimizer> Lion::clone() const { return std::make_shared<Lion>(*this); }

}  // namespace keratin::optimizers
