#pragma once

#include "keratin/optimizers/optimizer.hpp"

namespace keratin::optimizers {

/// The named arguments of Lion, in Keras's order.
struct LionOptions {
  LearningRate learning_rate = 0.001;
  double beta_1 = 0.9;   ///< more than 0, up to 1
  double beta_2 = 0.99;  ///< 0 to 1
  std::optional<double> weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<int> ema_overwrite_frequency = {}, gradient_accumulation_steps = {};
  std::string name = {};
};

/// Steps of the learning rate's size along the sign of a moving average: Chen et al., 2023.
class Lion : public Optimizer {
 public:
  /// Throws ValueError for a hyperparameter out of range.
  explicit Lion(const LionOptions& options = {});

  /// The same with the learning rate in front, as in Keras.
  template <std::convertible_to<LearningRate> Rate>
  explicit Lion(Rate learning_rate, LionOptions options = {})
      : Lion(with_rate(std::move(learning_rate), options)) {}

  [[nodiscard]] Config get_config() const override;
  [[nodiscard]] std::vector<Slot> slots() const override;
  void update(std::size_t count, float* weights, const float* gradients, float* const* state,
              const Update& update) const override;
  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override;

 private:
  LionOptions options_;
};

}  // namespace keratin::optimizers
