#include "keratin/optimizers/schedules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "keratin/error.hpp"

namespace keratin::optimizers::schedules {

namespace {

bool is_finite_and_not_negative(double value) {
  return value >= 0.0 && value <= std::numeric_limits<float>::max();
}

double not_negative(const char* class_name, const char* parameter, double value) {
  if (is_finite_and_not_negative(value)) return value;
  throw ValueError(fmt::format("Schedule {}: {} must be a finite number, 0 or more, but received {}.",
                               class_name, parameter, value));
}

double positive(const char* class_name, const char* parameter, double value) {
  if (is_finite_and_not_negative(value) && value > 0.0) return value;
  throw ValueError(fmt::format("Schedule {}: {} must be a finite number over 0, but received {}.", class_name,
                               parameter, value));
}

/// In float32, as Keras computes.
float share(std::int64_t step, double steps, bool staircase) {
  const float periods = static_cast<float>(step) / static_cast<float>(steps);
  return staircase ? std::floor(periods) : periods;
}

}  // namespace

ExponentialDecay::ExponentialDecay(double initial_learning_rate, double decay_steps, double decay_rate,
                                   const ExponentialDecayOptions& options)
    : initial_(not_negative("ExponentialDecay", "initial_learning_rate", initial_learning_rate)),
      steps_(positive("ExponentialDecay", "decay_steps", decay_steps)),
      rate_(not_negative("ExponentialDecay", "decay_rate", decay_rate)),
      staircase_(options.staircase) {}

double ExponentialDecay::operator()(std::int64_t step) const {
  const float power = share(step, steps_, staircase_);
  return static_cast<float>(initial_) * std::pow(static_cast<float>(rate_), power);
}

PiecewiseConstantDecay::PiecewiseConstantDecay(const std::vector<std::int64_t>& boundaries,
                                               const std::vector<double>& values)
    : boundaries_(boundaries), values_(values) {
  if (values.size() != boundaries.size() + 1) {
    throw ValueError(
        fmt::format("Schedule PiecewiseConstantDecay: there must be one value more than boundaries, but "
                    "received {} values for {} boundaries.",
                    values.size(), boundaries.size()));
  }
  if (std::adjacent_find(boundaries.begin(), boundaries.end(), std::greater_equal<>()) != boundaries.end())
    throw ValueError("Schedule PiecewiseConstantDecay: each boundary must be over the one before it.");
  for (double value : values) not_negative("PiecewiseConstantDecay", "a value", value);
}

double PiecewiseConstantDecay::operator()(std::int64_t step) const {
  if (values_.empty()) throw ValueError("Schedule PiecewiseConstantDecay: it was moved into another object.");
  const auto above = std::lower_bound(boundaries_.begin(), boundaries_.end(), step);
  return values_[static_cast<std::size_t>(above - boundaries_.begin())];
}

PolynomialDecay::PolynomialDecay(double initial_learning_rate, double decay_steps,
                                 const PolynomialDecayOptions& options)
    : initial_(not_negative("PolynomialDecay", "initial_learning_rate", initial_learning_rate)),
      steps_(positive("PolynomialDecay", "decay_steps", decay_steps)),
      options_(options) {
  not_negative("PolynomialDecay", "end_learning_rate", options.end_learning_rate);
  not_negative("PolynomialDecay", "power", options.power);
}

double PolynomialDecay::operator()(std::int64_t step) const {
  auto at = static_cast<float>(step), steps = static_cast<float>(steps_);
  if (options_.cycle) {
    steps *= step == 0 ? 1.0f : std::ceil(at / steps);
  } else {
    at = std::min(at, steps);
  }
  const auto end = static_cast<float>(options_.end_learning_rate);
  const float left = std::pow(1.0f - at / steps, static_cast<float>(options_.power));
  return (static_cast<float>(initial_) - end) * left + end;
}

InverseTimeDecay::InverseTimeDecay(double initial_learning_rate, double decay_steps, double decay_rate,
                                   const InverseTimeDecayOptions& options)
    : initial_(not_negative("InverseTimeDecay", "initial_learning_rate", initial_learning_rate)),
      steps_(positive("InverseTimeDecay", "decay_steps", decay_steps)),
      rate_(not_negative("InverseTimeDecay", "decay_rate", decay_rate)),
      staircase_(options.staircase) {}

double InverseTimeDecay::operator()(std::int64_t step) const {
  return static_cast<float>(initial_) / (1.0f + static_cast<float>(rate_) * share(step, steps_, staircase_));
}

CosineDecay::CosineDecay(double initial_learning_rate, double decay_steps, const CosineDecayOptions& options)
    : initial_(not_negative("CosineDecay", "initial_learning_rate", initial_learning_rate)),
      steps_(positive("CosineDecay", "decay_steps", decay_steps)),
      options_(options) {
  not_negative("CosineDecay", "alpha", options.alpha);
  not_negative("CosineDecay", "warmup_target", options.warmup_target.value_or(0.0));
  not_negative("CosineDecay", "warmup_steps", options.warmup_steps);
}

float CosineDecay::decayed(float from, float share) const {
  const float cosine = 0.5f * (1.0f + std::cos(std::numbers::pi_v<float> * share));
  return from * (static_cast<float>(1.0 - options_.alpha) * cosine + static_cast<float>(options_.alpha));
}

double CosineDecay::operator()(std::int64_t step) const {
  const auto at = static_cast<float>(step), steps = static_cast<float>(steps_),
             initial = static_cast<float>(initial_);
  if (!options_.warmup_target) return decayed(initial, std::min(at, steps) / steps);
  const auto target = static_cast<float>(*options_.warmup_target),
             warmup = static_cast<float>(options_.warmup_steps);
  if (at < warmup) return (target - initial) * (at / warmup) + initial;
  return decayed(target, std::min(at - warmup, steps) / steps);
}

}  // namespace keratin::optimizers::schedules
