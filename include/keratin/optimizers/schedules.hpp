#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "keratin/config.hpp"

/// Learning rates that change from step to step, as in keras.optimizers.schedules.
namespace keratin::optimizers::schedules {

/// Derive from this class to write your own schedule.
class LearningRateSchedule {
 public:
  virtual ~LearningRateSchedule() = default;

  /// The learning rate of the step after `step` others.
  virtual double operator()(std::int64_t step) const = 0;

  /// The name of the class in Keras.
  [[nodiscard]] virtual std::string name() const { return "LearningRateSchedule"; }

  /// Keras's arguments. Unless overridden it throws ValueError: no file can hold a user's schedule.
  [[nodiscard]] virtual Config get_config() const;
};

/// The named arguments of ExponentialDecay, in Keras's order.
struct ExponentialDecayOptions {
  bool staircase = false;  ///< whether only whole multiples of decay_steps count
};

/// initial_learning_rate · decay_rate ^ (step / decay_steps).
class ExponentialDecay : public LearningRateSchedule {
 public:
  /// Throws ValueError unless decay_steps is positive and the others are finite and not negative.
  ExponentialDecay(double initial_learning_rate, double decay_steps, double decay_rate,
                   const ExponentialDecayOptions& options = {});
  double operator()(std::int64_t step) const override;
  [[nodiscard]] std::string name() const override { return "ExponentialDecay"; }
  [[nodiscard]] Config get_config() const override;

 private:
  double initial_, steps_, rate_;
  bool staircase_;
};

/// values[i] up to the step boundaries[i], the last value after all of them.
class PiecewiseConstantDecay : public LearningRateSchedule {
 public:
  /// Throws ValueError unless the boundaries ascend and there is one more value.
  PiecewiseConstantDecay(const std::vector<std::int64_t>& boundaries, const std::vector<double>& values);
  double operator()(std::int64_t step) const override;
  [[nodiscard]] std::string name() const override { return "PiecewiseConstantDecay"; }
  [[nodiscard]] Config get_config() const override;

 private:
  std::vector<std::int64_t> boundaries_;
  std::vector<double> values_;
};

/// The named arguments of PolynomialDecay, in Keras's order.
struct PolynomialDecayOptions {
  double end_learning_rate = 0.0001;
  double power = 1.0;
  bool cycle = false;  ///< restarts after decay_steps, each time from a lower value
};

/// From initial_learning_rate to end_learning_rate by (1 − step / decay_steps) ^ power.
class PolynomialDecay : public LearningRateSchedule {
 public:
  /// Throws ValueError unless decay_steps is positive and the others are finite and not negative.
  PolynomialDecay(double initial_learning_rate, double decay_steps,
                  const PolynomialDecayOptions& options = {});
  double operator()(std::int64_t step) const override;
  [[nodiscard]] std::string name() const override { return "PolynomialDecay"; }
  [[nodiscard]] Config get_config() const override;

 private:
  double initial_, steps_;
  PolynomialDecayOptions options_;
};

/// The named arguments of InverseTimeDecay, in Keras's order.
struct InverseTimeDecayOptions {
  bool staircase = false;  ///< whether only whole multiples of decay_steps count
};

/// initial_learning_rate / (1 + decay_rate · step / decay_steps).
class InverseTimeDecay : public LearningRateSchedule {
 public:
  /// Throws ValueError unless decay_steps is positive and the others are finite and not negative.
  InverseTimeDecay(double initial_learning_rate, double decay_steps, double decay_rate,
                   const InverseTimeDecayOptions& options = {});
  double operator()(std::int64_t step) const override;
  [[nodiscard]] std::string name() const override { return "InverseTimeDecay"; }
  [[nodiscard]] Config get_config() const override;

 private:
  double initial_, steps_, rate_;
  bool staircase_;
};

/// The named arguments of CosineDecay, in Keras's order.
struct CosineDecayOptions {
  double alpha = 0.0;                        ///< the final learning rate, as a fraction
  std::optional<double> warmup_target = {};  ///< rises to it first, over warmup_steps
  double warmup_steps = 0.0;
};

/// Half a cosine period down from initial_learning_rate, or from warmup_target (Loshchilov and Hutter, 2016).
class CosineDecay : public LearningRateSchedule {
 public:
  /// Throws ValueError unless decay_steps is positive and the others are finite and not negative.
  CosineDecay(double initial_learning_rate, double decay_steps, const CosineDecayOptions& options = {});
  double operator()(std::int64_t step) const override;
  [[nodiscard]] std::string name() const override { return "CosineDecay"; }
  [[nodiscard]] Config get_config() const override;

 private:
  [[nodiscard]] float decayed(float from, float share) const;

  double initial_, steps_;
  CosineDecayOptions options_;
};

}  // namespace keratin::optimizers::schedules
