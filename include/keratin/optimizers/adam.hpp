#pragma once

#include "keratin/optimizers/optimizer.hpp"

namespace keratin::optimizers {

/// The named arguments of Adam, in Keras's order.
struct AdamOptions {
  LearningRate learning_rate = 0.001;
  double beta_1 = 0.9;    ///< from 0 to less than 1
  double beta_2 = 0.999;  ///< from 0 to less than 1
  double epsilon = 1e-7;
  bool amsgrad = false;
  std::optional<double> weight_decay = {}, clipnorm = {}, clipvalue = {}, global_clipnorm = {};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<int> ema_overwrite_frequency = {}, gradient_accumulation_steps = {};
  std::string name = {};
};

/// Moving averages of the gradient and of its square: Kingma and Ba, 2014, with epsilon as just before their
/// section 2.1; amsgrad after Reddi et al., 2018.
class Adam : public Optimizer {
 public:
  /// Throws ValueError for a hyperparameter out of range.
  explicit Adam(const AdamOptions& options = {});

  /// The same with the learning rate in front, as in Keras.
  template <std::convertible_to<LearningRate> Rate>
  explicit Adam(Rate learning_rate, AdamOptions options = {})
      : Adam(with_rate(std::move(learning_rate), options)) {}

  [[nodiscard]] Config get_config() const override;
  [[nodiscard]] std::vector<Slot> slots() const override;
  void update(std::size_t count, float* weights, const float* gradients, float* const* state,
              const Update& update) const override;
  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override;

 protected:
  Adam(std::string_view class_name, const AdamOptions& options);

 private:
  AdamOptions options_;
};

}  // namespace keratin::optimizers
