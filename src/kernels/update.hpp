#pragma once

#include <cstddef>

namespace keratin::kernels {

// The optimizers' updates of `count` weights, in float32 and in the order of Keras's operations. They start
// no threads: each number is updated on its own, so that a caller can divide them among threads.

void sgd(std::size_t count, float learning_rate, const float* gradients, float* weights);

void momentum(std::size_t count, float learning_rate, float momentum, bool nesterov, const float* gradients,
              float* momentums, float* weights);

struct RMSpropStep {
  float learning_rate, rho, one_minus_rho, momentum, epsilon;
};

/// `momentums` and `averages` (of the gradient) are null where there are none.
void rmsprop(std::size_t count, const RMSpropStep& step, const float* gradients, float* velocities,
             float* momentums, float* averages, float* weights);

struct AdamStep {
  float alpha;  ///< the learning rate, corrected for the averages' start at zero
  float one_minus_beta_1, one_minus_beta_2, epsilon;
};

/// `largest_velocities` is null without amsgrad.
void adam(std::size_t count, const AdamStep& step, const float* gradients, float* momentums,
          float* velocities, float* largest_velocities, float* weights);

}  // namespace keratin::kernels
