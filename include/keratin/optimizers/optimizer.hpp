#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "keratin/config.hpp"
#include "keratin/optimizers/schedules.hpp"

namespace keratin::optimizers {

/// A number or a schedule.
class LearningRate {
 public:
  LearningRate(double value) : value_(value) {}
  template <std::derived_from<schedules::LearningRateSchedule> Schedule>
  LearningRate(Schedule schedule) : schedule_(std::make_shared<const Schedule>(std::move(schedule))) {}

  /// Throws ValueError for a null pointer.
  LearningRate(std::shared_ptr<const schedules::LearningRateSchedule> schedule);

  /// The learning rate of the step after `iterations` others.
  [[nodiscard]] double at(std::int64_t iterations) const {
    return schedule_ != nullptr ? (*schedule_)(iterations) : value_;
  }

  /// Null for a number.
  [[nodiscard]] const std::shared_ptr<const schedules::LearningRateSchedule>& schedule() const {
    return schedule_;
  }

 private:
  double value_ = 0.0;
  std::shared_ptr<const schedules::LearningRateSchedule> schedule_;
};

/// The options of an optimizer with this learning rate.
template <class Options>
Options with_rate(const LearningRate& learning_rate, Options options) {
  options.learning_rate = learning_rate;
  return options;
}

class Optimizer;

/// An optimizer as a config holds it. Throws ValueError for one of a user's class.
Config to_config(const Optimizer& optimizer);

/// A learning rate as a config holds it.
Config to_config(const LearningRate& learning_rate);

/// The learning rate in a config's `argument`. Throws ValueError for anything else and for an unknown
/// schedule.
void read_argument(std::string_view argument, const Config& config, LearningRate& learning_rate);

/// The options of all optimizers.
struct OptimizerOptions {
  LearningRate learning_rate;
  std::optional<double> weight_decay;     ///< weights first shrink by this fraction times the learning rate
  std::optional<double> clipnorm;         ///< upper bound of the norm of each weight's gradient
  std::optional<double> clipvalue;        ///< upper bound of each number of a gradient
  std::optional<double> global_clipnorm;  ///< upper bound of the norm of all gradients together
  bool use_ema;                           ///< whether fit() ends with moving averages of the weights
  double ema_momentum;                    ///< fraction of the old average in the new one
  std::optional<int> ema_overwrite_frequency;      ///< steps after which the weights become their averages
  std::optional<int> gradient_accumulation_steps;  ///< steps whose mean gradient is one update
  std::string name;                                ///< the class's name if empty
};

/// The named arguments of exclude_from_weight_decay(), in Keras's order.
struct ExcludeFromWeightDecayOptions {
  std::vector<std::string> var_names = {};  ///< parts of names of weights, such as "bias"
};

/// An array of optimizer state that each weight has.
struct Slot {
  std::string name;      ///< as Keras names it, such as `momentum`
  float initial = 0.0f;  ///< what it is filled with
  bool follows = false;  ///< whether Keras's files have it weight by weight with the slot before
};

/// One update of all weights.
struct Update {
  std::int64_t number;  ///< from 1
  float learning_rate;
};

/// How weights follow their gradients: hyperparameters and the number of steps made. The arrays of state
/// belong to the compiled model.
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  [[nodiscard]] const std::string& name() const { return options_.name; }

  /// As in Keras: `Adam`.
  [[nodiscard]] const std::string& class_name() const { return class_name_; }

  /// Keras's arguments, with the current learning rate. Unless overridden it throws ValueError: no file can
  /// hold a user's optimizer.
  [[nodiscard]] virtual Config get_config() const;

  [[nodiscard]] const OptimizerOptions& options() const { return options_; }

  /// The number of steps made, including those that only accumulate gradients.
  [[nodiscard]] std::int64_t iterations() const { return iterations_; }
  void set_iterations(std::int64_t iterations) { iterations_ = iterations; }

  /// The learning rate of the next step. Throws ValueError if a schedule returns one that is negative or not
  /// finite.
  [[nodiscard]] double learning_rate() const;

  /// Throws ValueError unless it is finite and not negative, and if the learning rate is a schedule.
  void set_learning_rate(double learning_rate);

  /// Excludes weights of these names from decay. As in Keras, files do not hold them: call it again after
  /// loading.
  void exclude_from_weight_decay(const ExcludeFromWeightDecayOptions& options);
  [[nodiscard]] bool decays(const std::string& weight_name) const;

  /// The arrays of state, each of the size of the weight.
  [[nodiscard]] virtual std::vector<Slot> slots() const = 0;

  /// Numbers that follow from the number of updates, if Keras's files have them.
  [[nodiscard]] virtual std::vector<double> numbers(std::int64_t /*updates*/) const { return {}; }

  /// Updates `count` numbers: changes `weights` and, in the order of slots(), `state`. Decay, clipping,
  /// averages and accumulated gradients are done elsewhere.
  virtual void update(std::size_t count, float* weights, const float* gradients, float* const* state,
                      const Update& update) const = 0;

  [[nodiscard]] virtual std::shared_ptr<Optimizer> clone() const = 0;

 protected:
  /// Throws ValueError for an option outside its range, and for more than one way to clip.
  Optimizer(std::string_view class_name, OptimizerOptions options);

  /// From the options of any class.
  template <class Options>
  Optimizer(std::string_view class_name, const Options& o)
      : Optimizer(class_name,
                  OptimizerOptions{o.learning_rate, o.weight_decay, o.clipnorm, o.clipvalue,
                                   o.global_clipnorm, o.use_ema, o.ema_momentum, o.ema_overwrite_frequency,
                                   o.gradient_accumulation_steps, o.name}) {}

  /// The current options of a class.
  template <class Options>
  [[nodiscard]] Options now(Options options) const {
    options.learning_rate = options_.learning_rate;
    options.name = options_.name;
    return options;
  }

  // Each throws a ValueError that names the class, the hyperparameter and the value.
  void check_not_negative(const char* parameter, double value) const;
  void check_fraction(const char* parameter, double value) const;  ///< from 0 to 1
  void check_decay(const char* parameter, double value) const;     ///< from 0 to less than 1
  void check_positive(const char* parameter, std::optional<double> value) const;

 private:
  [[noreturn]] void fail(const std::string& message) const;
  void check_at_least(const char* parameter, std::optional<int> value, int least) const;
  void check_options() const;

  std::string class_name_;
  OptimizerOptions options_;
  std::vector<std::string> not_decaying_;
  std::int64_t iterations_ = 0;
};

}  // namespace keratin::optimizers
