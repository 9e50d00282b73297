#pragma once

#include "keratin/optimizers/optimizer.hpp"

namespace keratin::optimizers {

/// The named arguments of Adadelta, in Keras's order.
struct AdadeltaOptions {
  LearningRate learning_rate = 0.001;
  double rho = 0.95;  ///< 0 to 1
  double epsilon = 1e-7;
  std::optional<double> weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<int> ema_overwrite_frequency = {}, gradient_accumulation_steps = {};
  std::string name = {};
};

/// Steps as large as the root of a moving average of their square, divided by that of the gradient: Zeiler,
/// 2012.
class Adadelta : public Optimizer {
 public:
  /// Throws ValueError for a hyperparameter out of range.
  explicit Adadelta(const AdadeltaOptions& options = {});

  /// The same with the learning rate in front, as in Keras.
  template <std::convertible_to<LearningRate> Rate>
  explicit Adadelta(Rate learning_rate, AdadeltaOptions options = {})
      : Adadelta(with_rate(std::move(learning_rate), options)) {}

  [[nodiscard]] Config get_config() const override;
  [[nodiscard]] std::vector<Slot> slots() const override;
  void update(std::size_t count, float* weights, const float* gradients, float* const* state,
              const Update& update) const override;
  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override;

 private:
  AdadeltaOptions options_;
};

}  // namespace keratin::optimizers
