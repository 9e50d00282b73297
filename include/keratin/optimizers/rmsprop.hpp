#pragma once

#include "keratin/optimizers/optimizer.hpp"

namespace keratin::optimizers {

/// The named arguments of RMSprop, in Keras's order.
struct RMSpropOptions {
  LearningRate learning_rate = 0.001;
  double rho = 0.9;       ///< 0 to 1
  double momentum = 0.0;  ///< 0 to 1
  double epsilon = 1e-7;
  bool centered = false;  ///< divides by the variance of the gradient, not by its mean square
  std::optional<double> weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<int> ema_overwrite_frequency = {}, gradient_accumulation_steps = {};
  std::string name = {};
};

/// Divides the gradient by the root of a moving average of its square: Hinton, 2012.
class RMSprop : public Optimizer {
 public:
  /// Throws ValueError for a hyperparameter out of range.
  explicit RMSprop(const RMSpropOptions& options = {});

  /// The same with the learning rate in front, as in Keras.
  template <std::convertible_to<LearningRate> Rate>
  explicit RMSprop(Rate learning_rate, RMSpropOptions options = {})
      : RMSprop(with_rate(std::move(learning_rate), options)) {}

  [[nodiscard]] Config get_config() const override;
  [[nodiscard]] std::vector<Slot> slots() const override;
  void update(std::size_t count, float* weights, const float* gradients, float* const* state,
              const Update& update) const override;
  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override;

 private:
  RMSpropOptions options_;
};

}  // namespace keratin::optimizers
