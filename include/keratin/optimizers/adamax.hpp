#pragma once

#include "keratin/optimizers/optimizer.hpp"

namespace keratin::optimizers {

/// The named arguments of Adamax, in Keras's order.
struct AdamaxOptions {
  LearningRate learning_rate = 0.001;
  double beta_1 = 0.9;    ///< from 0 to less than 1
  double beta_2 = 0.999;  ///< from 0 to less than 1
  double epsilon = 1e-7;
  std::optional<double> weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<int> ema_overwrite_frequency = {}, gradient_accumulation_steps = {};
  std::string name = {};
};

/// Adam with the largest recent gradient in place of the root of the mean square: Kingma and Ba, 2014,
/// section 7.1.
class Adamax : public Optimizer {
 public:
  /// Throws ValueError for a hyperparameter out of range.
  explicit Adamax(const AdamaxOptions& options = {});

  /// The same with the learning rate in front, as in Keras.
  template <std::convertible_to<LearningRate> Rate>
  explicit Adamax(Rate learning_rate, AdamaxOptions options = {})
      : Adamax(with_rate(std::move(learning_rate), options)) {}

  [[nodiscard]] Config get_config() const override;
  [[nodiscard]] std::vector<Slot> slots() const override;
  void update(std::size_t count, float* weights, const float* gradients, float* const* state,
              const Update& update) const override;
  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override;

 private:
  AdamaxOptions options_;
};

}  // namespace keratin::optimizers
