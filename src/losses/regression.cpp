#include "keratin/losses/regression.hpp"

#include <cmath>

#include "losses/entries.hpp"

namespace keratin::losses {

MeanSquaredError::MeanSquaredError(const MeanSquaredErrorOptions& options)
    : NamedLoss(options.name, options.reduction) {}

void MeanSquaredError::call(View y_true, View y_pred, Buffer losses) const {
  mean_of_entries(y_true, y_pred, losses, [](float target, float p) { return (target - p) * (target - p); });
}

void MeanSquaredError::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  gradient_of_mean(y_true, y_pred, dlosses, dy_pred,
                   [](float target, float p, float dvalue) { return dvalue * (2.0f * (p - target)); });
}

MeanAbsoluteError::MeanAbsoluteError(const MeanAbsoluteErrorOptions& options)
    : NamedLoss(options.name, options.reduction) {}

void MeanAbsoluteError::call(View y_true, View y_pred, Buffer losses) const {
  mean_of_entries(y_true, y_pred, losses, [](float target, float p) { return std::abs(target - p); });
}

void MeanAbsoluteError::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  gradient_of_mean(y_true, y_pred, dlosses, dy_pred, [](float target, float p, float dvalue) {
    return p > target ? dvalue : p < target ? -dvalue : 0.0f;
  });
}

}  // namespace keratin::losses
