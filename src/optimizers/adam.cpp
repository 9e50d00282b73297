#include "keratin/optimizers/adam.hpp"

#include <cmath>

#include "kernels/update.hpp"

namespace keratin::optimizers {

Adam::Adam(const AdamOptions& options) : Adam("Adam", options) {}

Adam::Adam(std::string_view class_name, const AdamOptions& options)
    : Optimizer(class_name, options), options_(options) {
  check_decay("beta_1", options.beta_1);
  check_decay("beta_2", options.beta_2);
  check_not_negative("epsilon", options.epsilon);
}

std::vector<Slot> Adam::slots() const {
  std::vector<Slot> slots = {Slot{"momentum"}, Slot{.name = "velocity", .follows = true}};
  if (options_.amsgrad) slots.push_back(Slot{"velocity_hat"});
  return slots;
}

void Adam::update(std::size_t count, float* weights, const float* gradients, float* const* state,
                  const Update& update) const {
  const auto power = [&](double beta) {
    return std::pow(static_cast<float>(beta), static_cast<float>(update.number));
  };
  const float alpha =
      update.learning_rate * std::sqrt(1.0f - power(options_.beta_2)) / (1.0f - power(options_.beta_1));
  const kernels::AdamStep step = {.alpha = alpha,
                                  .one_minus_beta_1 = static_cast<float>(1.0 - options_.beta_1),
                                  .one_minus_beta_2 = static_cast<float>(1.0 - options_.beta_2),
                                  .epsilon = static_cast<float>(options_.epsilon)};
  kernels::adam(count, step, gradients, state[0], state[1], options_.amsgrad ? state[2] : nullptr, weights);
}

std::shared_ptr<Optimizer> Adam::clone() const { return std::make_shared<Adam>(*this); }

}  // namespace keratin::optimizers
