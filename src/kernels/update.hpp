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

/// `momentums` and `averages` (of the gradient) are null if there are none.
void rmsprop(std::size_t count, const RMSpropStep& step, const float* gradients, float* velocities,
             float* momentums, float* averages, float* weights);

struct AdamStep {
  float alpha;  ///< the learning rate, corrected for the averages' start at zero
  float one_minus_beta_1, one_minus_beta_2, epsilon;
};

/// `largest_velocities` is null without amsgrad.
void adam(std::size_t count, const AdamStep& step, const float* gradients, float* momentums,
          float* velocities, float* largest_velocities, float* weights);

struct AdadeltaStep {
  float learning_rate, rho, one_minus_rho, epsilon;
};

/// `squares` and `deltas` are averages of the squares of the gradients and of the steps.
void adadelta(std::size_t count, const AdadeltaStep& step, const float* gradients, float* squares,
              float* deltas, float* weights);

void adagrad(std::size_t count, float learning_rate, float epsilon, const float* gradients, float* sums,
             float* weights);

struct AdamaxStep {
  float learning_rate, one_minus_beta_1, beta_2;
  float correction;  ///< of the average, for its start at zero
  float epsilon;
};

/// `norms` are the largest recent gradients.
void adamax(std::size_t count, const AdamaxStep& step, const float* gradients, float* momentums, float* norms,
            float* weights);

struct NadamStep {
  float learning_rate, one_minus_beta_1, one_minus_beta_2;
  float momentum_factor, gradient_factor;  ///< of the two parts of the step, corrected
  float velocity_factor;                   ///< the correction of the average of squares
  float epsilon;
};

void nadam(std::size_t count, const NadamStep& step, const float* gradients, float* momentums,
           float* velocities, float* weights);

struct LionStep {
  float learning_rate, beta_1, beta_2;
};

void lion(std::size_t count, const LionStep& step, const float* gradients, float* momentums, float* weights);

// What changes weights beside the optimizers' updates, without threads.

/// weights -= weights · decay · learning_rate
void decay(std::size_t count, float decay, float learning_rate, float* weights);

/// averages = momentum · averages + (1 - momentum) · weights
void average(std::size_t count, float momentum, const float* weights, float* averages);

// What changes gradients before that, on several threads.

/// x *= factor
void scale(std::size_t count, float factor, float* x);

/// Numbers beyond ±most become ±most.
void clip(std::size_t count, float most, float* x);

/// x becomes the mean of `steps` arrays where it comes last; `sums` holds the sum of all so far.
void accumulate(std::size_t count, int steps, bool last, float* x, float* sums);

}  // namespace keratin::kernels
