#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "keratin/config.hpp"

/// Learning rates that change from step to step, as in keras.optimizers.schedules.
namespace keratin::optimizers::schedules {

/// Derive from it to write a schedule of your own.
class LearningRateSchedule {
 public:
  virtual ~LearningRateSchedule() = default;

  /// The learning rate of the step that follows `step` others.
  virtual double operator()(std::int64_t step) const = 0;

  /// The class's name in Keras.
  [[nodiscard]] virtual std::string name() const { return "LearningRateSchedule"; }

  /// The arguments, as Keras has them. Unless overridden it throws ValueError: no file can hold a schedule of
  /// a user's class.
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
  /// Throws ValueError unless the boundaries ascend and there is one value more.
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
  bool cycle = false;  ///< begins again after decay_steps, each time from lower down
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
  double alpha = 0.0;                        ///< what is left in the end, as a share
  std::optional<double> warmup_target = {};  ///< rises to it first, in warmup_steps
  double warmup_steps = 0.0;
};

/// Half a period of a cosine from initial_learning_rate, or from warmup_target, down (Loshchilov and Hutter,
/// 2016).
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
