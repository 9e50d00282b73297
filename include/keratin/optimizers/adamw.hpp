#pragma once

#include "keratin/optimizers/adam.hpp"

namespace keratin::optimizers {

/// The named arguments of AdamW, in Keras's order.
struct AdamWOptions {
  LearningRate learning_rate = 0.001;
  double weight_decay = 0.004;
  double beta_1 = 0.9;    ///< from 0 to less than 1
  double beta_2 = 0.999;  ///< from 0 to less than 1
  double epsilon = 1e-7;
  bool amsgrad = false;
  std::optional<double> clipnorm = {}, clipvalue = {}, global_clipnorm = {};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<int> ema_overwrite_frequency = {}, gradient_accumulation_steps = {};
  std::string name = {};
};

/// Adam whose weights decay: Loshchilov and Hutter, 2017.
class AdamW : public Adam {
 public:
  /// Throws ValueError for a hyperparameter out of range.
  explicit AdamW(const AdamWOptions& options = {});

  /// The same with the learning rate in front, as in Keras.
  template <std::convertible_to<LearningRate> Rate>
  explicit AdamW(Rate learning_rate, AdamWOptions options = {})
      : AdamW(with_rate(std::move(learning_rate), options)) {}

  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override;
};

}  // namespace keratin::optimizers
