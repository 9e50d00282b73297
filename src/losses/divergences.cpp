#include "keratin/losses/divergences.hpp"

#include <cmath>

#include "losses/entries.hpp"
#include "losses/fields.hpp"

namespace keratin::losses {

namespace {

/// A fraction clipped to [1e-7, 1]; NaN stays NaN.
float share(float p) { return p < lowest ? lowest : p > 1.0f ? 1.0f : p; }

}  // namespace

KLDivergence::KLDivergence(const KLDivergenceOptions& options)
    : NamedLoss(Known{"KLDivergence", write_config(options)}) {}

void KLDivergence::call(View y_true, View y_pred, Buffer losses) const {
  for_each_entry(y_pred.shape(), -1, [&](const Entry& entry) {
    float sum = 0.0f;
    entry.for_each([&](std::size_t i) {
      const float target = share(y_true.data()[i]);
      sum += target * std::log(target / share(y_pred.data()[i]));
    });
    losses.data()[entry.index] = sum;
  });
}

void KLDivergence::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  for_each_entry(y_pred.shape(), -1, [&](const Entry& entry) {
    entry.for_each([&](std::size_t i) {
      const float p = y_pred.data()[i];
      dy_pred.data()[i] =
          p >= lowest && p <= 1.0f ? -dlosses.data()[entry.index] * share(y_true.data()[i]) / p : 0.0f;
    });
  });
}

Poisson::Poisson(const PoissonOptions& options) : NamedLoss(Known{"Poisson", write_config(options)}) {}

void Poisson::call(View y_true, View y_pred, Buffer losses) const {
  mean_of_entries(y_true, y_pred, losses,
                  [](float target, float p) { return p - target * std::log(p + lowest); });
}

void Poisson::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  gradient_of_mean(y_true, y_pred, dlosses, dy_pred, [](float target, float p, float dvalue) {
    return dvalue * (1.0f - target / (p + lowest));
  });
}

}  // namespace keratin::losses
