#pragma once

#include "keratin/optimizers/optimizer.hpp"

namespace keratin::optimizers {

/// The named arguments of SGD, in Keras's order.
struct SGDOptions {
  LearningRate learning_rate = 0.01;
  double momentum = 0.0;  ///< 0 to 1
  bool nesterov = false;
  std::optional<double> weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<int> ema_overwrite_frequency = {}, gradient_accumulation_steps = {};
  std::string name = {};
};

/// w -= learning_rate · g; with momentum v = momentum · v - learning_rate · g and w += v, or with Nesterov's
/// w += momentum · v - learning_rate · g.
class SGD : public Optimizer {
 public:
  /// Throws ValueError for a hyperparameter out of range.
  explicit SGD(const SGDOptions& options = {});

  /// The same with the learning rate in front, as in Keras.
  template <std::convertible_to<LearningRate> Rate>
  explicit SGD(Rate learning_rate, SGDOptions options = {})
      : SGD(with_rate(std::move(learning_rate), options)) {}

  [[nodiscard]] Config get_config() const override;
  [[nodiscard]] std::vector<Slot> slots() const override;
  void update(std::size_t count, float* weights, const float* gradients, float* const* state,
              const Update& update) const override;
  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override;

 private:
  SGDOptions options_;
};

}  // namespace keratin::optimizers
