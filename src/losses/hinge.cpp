#include "keratin/losses/hinge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "keratin/error.hpp"
#include "losses/entries.hpp"
#include "losses/fields.hpp"

namespace keratin::losses {

namespace {

/// Targets as -1 or 1: 2 · target − 1 if all targets of a batch are 0 or 1.
class Signs {
 public:
  explicit Signs(View y_true)
      : are_binary_(std::all_of(y_true.data(), y_true.data() + y_true.size(),
                                [](float target) { return target == 0.0f || target == 1.0f; })) {}
  float operator()(float target) const { return are_binary_ ? 2.0f * target - 1.0f : target; }

 private:
  bool are_binary_;
};

float margin(float sign, float p) { return 1.0f - sign * p; }

/// At least 0; NaN stays NaN.
float positive(float x) { return x < 0.0f ? 0.0f : x; }

/// What a categorical hinge compares: the prediction for the class, and the largest one for another class,
/// with the number of its occurrences.
struct Rivals {
  Rivals(const float* t, const float* p, const Entry& entry) {
    other = (1.0f - t[entry.offset]) * p[entry.offset];
    entry.for_each([&](std::size_t i) {
      own += t[i] * p[i];
      other = std::max(other, (1.0f - t[i]) * p[i]);
    });
    entry.for_each([&](std::size_t i) { places += (1.0f - t[i]) * p[i] == other ? 1.0f : 0.0f; });
  }
  [[nodiscard]] float margin() const { return other - own + 1.0f; }

  float own = 0.0f, other, places = 0.0f;
};

}  // namespace

Hinge::Hinge(const HingeOptions& options) : NamedLoss(Known{"Hinge", write_config(options)}) {}

void Hinge::call(View y_true, View y_pred, Buffer losses) const {
  mean_of_entries(y_true, y_pred, losses, [signs = Signs(y_true)](float target, float p) {
    return positive(margin(signs(target), p));
  });
}

void Hinge::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  gradient_of_mean(y_true, y_pred, dlosses, dy_pred,
                   [signs = Signs(y_true)](float target, float p, float dvalue) {
                     return margin(signs(target), p) >= 0.0f ? -dvalue * signs(target) : 0.0f;
                   });
}

SquaredHinge::SquaredHinge(const SquaredHingeOptions& options)
    : NamedLoss(Known{"SquaredHinge", write_config(options)}) {}

void SquaredHinge::call(View y_true, View y_pred, Buffer losses) const {
  mean_of_entries(y_true, y_pred, losses, [signs = Signs(y_true)](float target, float p) {
    const float size = positive(margin(signs(target), p));
    return size * size;
  });
}

void SquaredHinge::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  gradient_of_mean(y_true, y_pred, dlosses, dy_pred,
                   [signs = Signs(y_true)](float target, float p, float dvalue) {
                     return -2.0f * dvalue * signs(target) * positive(margin(signs(target), p));
                   });
}

CategoricalHinge::CategoricalHinge(const CategoricalHingeOptions& options)
    : NamedLoss(Known{"CategoricalHinge", write_config(options)}) {}

void CategoricalHinge::check(const Shape& y_true, const Shape& y_pred) const {
  if (!y_pred.empty() && compatible(y_true, y_pred)) return;
  throw ValueError(fmt::format(
      "The loss categorical_hinge expects one-hot targets of the predictions' shape {}, but received targets "
      "of shape {}. Make class numbers one-hot with utils::to_categorical.",
      to_string(y_pred), to_string(y_true)));
}

void CategoricalHinge::call(View y_true, View y_pred, Buffer losses) const {
  for_each_entry(y_pred.shape(), -1, [&](const Entry& entry) {
    losses.data()[entry.index] = positive(Rivals(y_true.data(), y_pred.data(), entry).margin());
  });
}

void CategoricalHinge::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  for_each_entry(y_pred.shape(), -1, [&](const Entry& entry) {
    const Rivals rivals(y_true.data(), y_pred.data(), entry);
    const float dmargin = rivals.margin() >= 0.0f ? dlosses.data()[entry.index] : 0.0f;
    entry.for_each([&](std::size_t i) {
      const float target = y_true.data()[i], others = 1.0f - target;
      const bool is_rival = others * y_pred.data()[i] == rivals.other;
      dy_pred.data()[i] = dmargin * ((is_rival ? others / rivals.places : 0.0f) - target);
    });
  });
}

}  // namespace keratin::losses
