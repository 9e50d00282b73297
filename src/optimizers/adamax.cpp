#include "keratin/optimizers/adamax.hpp"

#include <cmath>

#include "kernels/update.hpp"

namespace keratin::optimizers {

Adamax::Adamax(const AdamaxOptions& options) : Optimizer("Adamax", options), options_(options) {
  check_decay("beta_1", options.beta_1);
  check_decay("beta_2", options.beta_2);
  check_not_negative("epsilon", options.epsilon);
}

std::vector<Slot> Adamax::slots() const { return {Slot{"momentum"}, Slot{.name = "norm", .follows = true}}; }

void Adamax::update(std::size_t count, float* weights, const float* gradients, float* const* state,
                    const Update& update) const {
  const float power = std::pow(static_cast<float>(options_.beta_1), static_cast<float>(update.number));
  const kernels::AdamaxStep step = {.learning_rate = update.learning_rate,
                                    .one_minus_beta_1 = static_cast<float>(1.0 - options_.beta_1),
                                    .beta_2 = static_cast<float>(options_.beta_2),
                                    .correction = 1.0f - power,
                                    .epsilon = static_cast<float>(options_.epsilon)};
  kernels::adamax(count, step, gradients, state[0], state[1], weights);
}

std::shared_ptr<Optimizer> Adamax::clone() const { return std::make_shared<Adamax>(*this); }

}  // namespace keratin::optimizers
