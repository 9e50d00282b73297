#pragma once

#include "keratin/optimizers/optimizer.hpp"

namespace keratin::optimizers {

/// The named arguments of Adagrad, in Keras's order.
struct AdagradOptions {
  LearningRate learning_rate = 0.001;
  double initial_accumulator_value = 0.1;
  double epsilon = 1e-7;
  std::optional<double> weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<int> ema_overwrite_frequency = {}, gradient_accumulation_steps = {};
  std::string name = {};
};

/// Divides the gradient by the root of the sum of all its squares: Duchi et al., 2011.
class Adagrad : public Optimizer {
 public:
  /// Throws ValueError for a hyperparameter out of range.
  explicit Adagrad(const AdagradOptions& options = {});

  /// The same with the learning rate in front, as in Keras.
  template <std::convertible_to<LearningRate> Rate>
  explicit Adagrad(Rate learning_rate, AdagradOptions options = {})
      : Adagrad(with_rate(std::move(learning_rate), options)) {}

  [[nodiscard]] Config get_config() const override;
  [[nodiscard]] std::vector<Slot> slots() const override;
  void update(std::size_t count, float* weights, const float* gradients, float* const* state,
              const Update& update) const override;
  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override;

 private:
  AdagradOptions options_;
};

}  // namespace keratin::optimizers
