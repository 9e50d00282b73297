#include "keratin/losses/regression.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "keratin/error.hpp"
#include "losses/entries.hpp"
#include "losses/fields.hpp"

namespace keratin::losses {

namespace {

float sign(float x) { return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : x; }

/// At least 1e-7; NaN stays NaN.
float at_least_epsilon(float x) { return x < lowest ? lowest : x; }

float log_plus_1(float x) { return std::log(at_least_epsilon(x) + 1.0f); }

}  // namespace

MeanSquaredError::MeanSquaredError(const MeanSquaredErrorOptions& options)
    : NamedLoss(Known{"MeanSquaredError", write_config(options)}) {}

void MeanSquaredError::call(View y_true, View y_pred, Buffer losses) const {
  mean_of_entries(y_true, y_pred, losses, [](float target, float p) { return (target - p) * (target - p); });
}

void MeanSquaredError::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  gradient_of_mean(y_true, y_pred, dlosses, dy_pred,
                   [](float target, float p, float dvalue) { return dvalue * (2.0f * (p - target)); });
}

MeanAbsoluteError::MeanAbsoluteError(const MeanAbsoluteErrorOptions& options)
    : NamedLoss(Known{"MeanAbsoluteError", write_config(options)}) {}

void MeanAbsoluteError::call(View y_true, View y_pred, Buffer losses) const {
  mean_of_entries(y_true, y_pred, losses, [](float target, float p) { return std::abs(target - p); });
}

void MeanAbsoluteError::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  gradient_of_mean(y_true, y_pred, dlosses, dy_pred,
                   [](float target, float p, float dvalue) { return dvalue * sign(p - target); });
}

MeanAbsolutePercentageError::MeanAbsolutePercentageError(const MeanAbsolutePercentageErrorOptions& options)
    : NamedLoss(Known{"MeanAbsolutePercentageError", write_config(options)}) {}

void MeanAbsolutePercentageError::call(View y_true, View y_pred, Buffer losses) const {
  mean_of_entries(y_true, y_pred, losses, [](float target, float p) {
    return 100.0f * std::abs((target - p) / at_least_epsilon(std::abs(target)));
  });
}

void MeanAbsolutePercentageError::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  gradient_of_mean(y_true, y_pred, dlosses, dy_pred, [](float target, float p, float dvalue) {
    return 100.0f * dvalue * sign(p - target) / at_least_epsilon(std::abs(target));
  });
}

MeanSquaredLogarithmicError::MeanSquaredLogarithmicError(const MeanSquaredLogarithmicErrorOptions& options)
    : NamedLoss(Known{"MeanSquaredLogarithmicError", write_config(options)}) {}

void MeanSquaredLogarithmicError::call(View y_true, View y_pred, Buffer losses) const {
  mean_of_entries(y_true, y_pred, losses, [](float target, float p) {
    const float error = log_plus_1(p) - log_plus_1(target);
    return error * error;
  });
}

void MeanSquaredLogarithmicError::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  gradient_of_mean(y_true, y_pred, dlosses, dy_pred, [](float target, float p, float dvalue) {
    if (!(p >= lowest)) return 0.0f;
    return dvalue * 2.0f * (log_plus_1(p) - log_plus_1(target)) / (p + 1.0f);
  });
}

Huber::Huber(const HuberOptions& options)
    : NamedLoss(Known{"Huber", write_config(options)}), delta_(static_cast<float>(options.delta)) {
  if (options.delta >= 0.0 && std::isfinite(options.delta)) return;
  throw ValueError(
      fmt::format("Huber: delta must be a finite number, 0 or more, but received {}.", options.delta));
}

void Huber::call(View y_true, View y_pred, Buffer losses) const {
  mean_of_entries(y_true, y_pred, losses, [delta = delta_](float target, float p) {
    const float error = std::abs(p - target);
    return error <= delta ? 0.5f * error * error : delta * error - 0.5f * delta * delta;
  });
}

void Huber::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  gradient_of_mean(y_true, y_pred, dlosses, dy_pred, [delta = delta_](float target, float p, float dvalue) {
    const float error = p - target;
    return dvalue * (std::abs(error) <= delta ? error : delta * sign(error));
  });
}

LogCosh::LogCosh(const LogCoshOptions& options) : NamedLoss(Known{"LogCosh", write_config(options)}) {}

void LogCosh::call(View y_true, View y_pred, Buffer losses) const {
  constexpr float log_2 = 0.69314718f;
  mean_of_entries(y_true, y_pred, losses, [](float target, float p) {
    const float error = std::abs(p - target);
    return error + std::log1p(std::exp(-2.0f * error)) - log_2;
  });
}

void LogCosh::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  gradient_of_mean(y_true, y_pred, dlosses, dy_pred,
                   [](float target, float p, float dvalue) { return dvalue * std::tanh(p - target); });
}

LossFunctionWrapper::LossFunctionWrapper(Function value, Function slope,
                                         const LossFunctionWrapperOptions& options)
    : NamedLoss(options.name, options.reduction), value_(std::move(value)), slope_(std::move(slope)) {
  if (value_ != nullptr && slope_ != nullptr) return;
  throw ValueError(fmt::format(
      "The loss {} needs two functions, its value and its slope, but one of them is empty.", options.name));
}

void LossFunctionWrapper::call(View y_true, View y_pred, Buffer losses) const {
  if (value_ == nullptr) throw ValueError("LossFunctionWrapper: it was moved into another object.");
  mean_of_entries(y_true, y_pred, losses, value_);
}

void LossFunctionWrapper::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  gradient_of_mean(y_true, y_pred, dlosses, dy_pred,
                   [this](float target, float p, float dvalue) { return dvalue * slope_(target, p); });
}

}  // namespace keratin::losses
