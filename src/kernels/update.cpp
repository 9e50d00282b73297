#include "kernels/update.hpp"

#include <algorithm>
#include <cmath>

namespace keratin::kernels {

void sgd(std::size_t count, float learning_rate, const float* gradients, float* weights) {
  for (std::size_t i = 0; i < count; ++i) weights[i] -= gradients[i] * learning_rate;
}

void momentum(std::size_t count, float learning_rate, float momentum, bool nesterov, const float* gradients,
              float* momentums, float* weights) {
  for (std::size_t i = 0; i < count; ++i) {
    const float step = gradients[i] * learning_rate;
    const float velocity = momentums[i] * momentum - step;
    momentums[i] = velocity;
    weights[i] += nesterov ? velocity * momentum - step : velocity;
  }
}

void rmsprop(std::size_t count, const RMSpropStep& step, const float* gradients, float* velocities,
             float* momentums, float* averages, float* weights) {
  for (std::size_t i = 0; i < count; ++i) {
    const float g = gradients[i];
    float denominator = velocities[i] = step.rho * velocities[i] + step.one_minus_rho * (g * g);
    if (averages != nullptr) {
      const float average = averages[i] = step.rho * averages[i] + step.one_minus_rho * g;
      denominator -= average * average;
    }
    float increment = step.learning_rate * g / std::sqrt(denominator + step.epsilon);
    if (momentums != nullptr) increment = momentums[i] = step.momentum * momentums[i] + increment;
    weights[i] -= increment;
  }
}

void adam(std::size_t count, const AdamStep& step, const float* gradients, float* momentums,
          float* velocities, float* largest_velocities, float* weights) {
  for (std::size_t i = 0; i < count; ++i) {
    const float g = gradients[i];
    const float momentum = momentums[i] += (g - momentums[i]) * step.one_minus_beta_1;
    float velocity = velocities[i] += (g * g - velocities[i]) * step.one_minus_beta_2;
    if (largest_velocities != nullptr) {
      velocity = largest_velocities[i] = std::max(largest_velocities[i], velocity);
    }
    weights[i] -= momentum * step.alpha / (std::sqrt(velocity) + step.epsilon);
  }
}

}  // namespace keratin::kernels
