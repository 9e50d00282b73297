#include "keratin/optimizers/nadam.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/update.hpp"

namespace keratin::optimizers {

namespace {

/// Dozat's momentum of update `number`, as a fraction of beta_1.
double share_of(std::int64_t number) { return 1.0 - 0.5 * std::pow(0.96, static_cast<double>(number)); }

/// The product of the momentums of all updates up to `number`; the fractions soon reach 1.
double product_of(double beta_1, std::int64_t number) {
  constexpr std::int64_t last_that_counts = 900;
  double product = std::pow(beta_1, static_cast<double>(number)), power = 1.0;
  for (std::int64_t i = 1; i <= std::min(number, last_that_counts); ++i) {
    power *= 0.96;
    product *= 1.0 - 0.5 * power;
  }
  return product;
}

}  // namespace

Nadam::Nadam(const NadamOptions& options) : Optimizer("Nadam", options), options_(options) {
  check_decay("beta_1", options.beta_1);
  check_decay("beta_2", options.beta_2);
  check_not_negative("epsilon", options.epsilon);
}

std::vector<Slot> Nadam::slots() const {
  return {Slot{"momentum"}, Slot{.name = "velocity", .follows = true}};
}

std::vector<double> Nadam::numbers(std::int64_t updates) const {
  return {product_of(options_.beta_1, updates)};
}

void Nadam::update(std::size_t count, float* weights, const float* gradients, float* const* state,
                   const Update& update) const {
  const double now = options_.beta_1 * share_of(update.number);
  const double next = options_.beta_1 * share_of(update.number + 1);
  const double product = product_of(options_.beta_1, update.number);
  const auto beta_1 = static_cast<float>(options_.beta_1), beta_2 = static_cast<float>(options_.beta_2);
  const float power = std::pow(beta_2, static_cast<float>(update.number));
  const kernels::NadamStep step = {.learning_rate = update.learning_rate,
                                   .one_minus_beta_1 = 1.0f - beta_1,
                                   .one_minus_beta_2 = 1.0f - beta_2,
                                   .momentum_factor = static_cast<float>(next / (1.0 - product * next)),
                                   .gradient_factor = static_cast<float>((1.0 - now) / (1.0 - product)),
                                   .velocity_factor = 1.0f / (1.0f - power),
                                   .epsilon = static_cast<float>(options_.epsilon)};
  kernels::nadam(count, step, gradients, state[0], state[1], weights);
}

std::shared_ptr<Optimizer> Nadam::clone() const { return std::make_shared<Nadam>(*this); }

}  // namespace keratin::optimizers
