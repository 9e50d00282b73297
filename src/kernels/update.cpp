#include "kernels/update.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/parallel.hpp"

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

void adadelta(std::size_t count, const AdadeltaStep& step, const float* gradients, float* squares,
              float* deltas, float* weights) {
  for (std::size_t i = 0; i < count; ++i) {
    const float g = gradients[i];
    const float square = squares[i] = step.rho * squares[i] + step.one_minus_rho * (g * g);
    const float delta = std::sqrt(deltas[i] + step.epsilon) * g / std::sqrt(square + step.epsilon);
    deltas[i] = step.rho * deltas[i] + step.one_minus_rho * (delta * delta);
    weights[i] -= step.learning_rate * delta;
  }
}

void adagrad(std::size_t count, float learning_rate, float epsilon, const float* gradients, float* sums,
             float* weights) {
  for (std::size_t i = 0; i < count; ++i) {
    const float sum = sums[i] += gradients[i] * gradients[i];
    weights[i] -= learning_rate * gradients[i] / std::sqrt(sum + epsilon);
  }
}

void adamax(std::size_t count, const AdamaxStep& step, const float* gradients, float* momentums, float* norms,
            float* weights) {
  for (std::size_t i = 0; i < count; ++i) {
    const float g = gradients[i];
    const float momentum = momentums[i] += (g - momentums[i]) * step.one_minus_beta_1;
    const float norm = norms[i] = std::max(step.beta_2 * norms[i], std::abs(g));
    weights[i] -= step.learning_rate * momentum / (step.correction * (norm + step.epsilon));
  }
}

void nadam(std::size_t count, const NadamStep& step, const float* gradients, float* momentums,
           float* velocities, float* weights) {
  for (std::size_t i = 0; i < count; ++i) {
    const float g = gradients[i];
    const float momentum = momentums[i] += (g - momentums[i]) * step.one_minus_beta_1;
    const float velocity = velocities[i] += (g * g - velocities[i]) * step.one_minus_beta_2;
    const float direction = step.momentum_factor * momentum + step.gradient_factor * g;
    weights[i] -=
        direction * step.learning_rate / (std::sqrt(velocity * step.velocity_factor) + step.epsilon);
  }
}

void lion(std::size_t count, const LionStep& step, const float* gradients, float* momentums, float* weights) {
  const float one_minus_beta_1 = 1.0f - step.beta_1, one_minus_beta_2 = 1.0f - step.beta_2;
  for (std::size_t i = 0; i < count; ++i) {
    const float direction = momentums[i] * step.beta_1 + gradients[i] * one_minus_beta_1;
    const float sign = static_cast<float>(direction > 0.0f) - static_cast<float>(direction < 0.0f);
    weights[i] -= step.learning_rate * sign;
    momentums[i] = momentums[i] * step.beta_2 + gradients[i] * one_minus_beta_2;
  }
}

void decay(std::size_t count, float decay, float learning_rate, float* weights) {
  for (std::size_t i = 0; i < count; ++i) weights[i] -= weights[i] * decay * learning_rate;
}

void average(std::size_t count, float momentum, const float* weights, float* averages) {
  for (std::size_t i = 0; i < count; ++i)
    averages[i] = momentum * averages[i] + (1.0f - momentum) * weights[i];
}

void scale(std::size_t count, float factor, float* x) {
  parallel_parts(count, 16'384, 1, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) x[i] *= factor;
  });
}

void clip(std::size_t count, float most, float* x) {
  parallel_parts(count, 16'384, 2, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) x[i] = std::clamp(x[i], -most, most);
  });
}

void accumulate(std::size_t count, int steps, bool last, float* x, float* sums) {
  parallel_parts(count, 16'384, 4, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const float sum = x[i] + sums[i];
      x[i] = sum / static_cast<float>(steps);
      sums[i] = last ? 0.0f : sum;
    }
  });
}

}  // namespace keratin::kernels
