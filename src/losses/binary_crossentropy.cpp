#include <cmath>

#include "keratin/losses/crossentropies.hpp"
#include "losses/entries.hpp"
#include "losses/fields.hpp"

namespace keratin::losses {

namespace {

float of_probability(float target, float p) {
  return -(target * std::log(clipped(p)) + (1.0f - target) * std::log(1.0f - clipped(p)));
}

float slope_of_probability(float target, float p) {
  return is_inside(p) ? (1.0f - target) / (1.0f - p) - target / p : 0.0f;
}

/// -target log(σ(x)) - (1 - target) log(1 - σ(x)), without overflow.
float of_logit(float target, float x) {
  return (x > 0.0f ? x : 0.0f) - x * target + std::log1p(std::exp(-std::abs(x)));
}

float slope_of_logit(float target, float x) {
  const float e = std::exp(-std::abs(x));
  return (x >= 0.0f ? 1.0f : e) / (1.0f + e) - target;
}

}  // namespace

BinaryCrossentropy::BinaryCrossentropy(const BinaryCrossentropyOptions& options)
    : NamedLoss(Known{"BinaryCrossentropy", write_config(options)}), options_(options) {
  check_label_smoothing("BinaryCrossentropy", options.label_smoothing);
  check_axis("BinaryCrossentropy", options.axis);
}

void BinaryCrossentropy::check(const Shape& y_true, const Shape& y_pred) const {
  Loss::check(y_true, y_pred);
  check_axis(name(), options_.axis, y_pred);
}

Shape BinaryCrossentropy::output_shape(const Shape& y_pred) const {
  return without_axis(y_pred, options_.axis);
}

void BinaryCrossentropy::call(View y_true, View y_pred, Buffer losses) const {
  const LabelSmoothing smooth(options_.label_smoothing, 2);
  const auto value = options_.from_logits ? of_logit : of_probability;
  mean_of_entries(
      y_true, y_pred, losses, [=](float target, float p) { return value(smooth(target), p); }, options_.axis);
}

void BinaryCrossentropy::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  const LabelSmoothing smooth(options_.label_smoothing, 2);
  const auto slope = options_.from_logits ? slope_of_logit : slope_of_probability;
  gradient_of_mean(
      y_true, y_pred, dlosses, dy_pred,
      [=](float target, float p, float dvalue) { return dvalue * slope(smooth(target), p); }, options_.axis);
}

std::shared_ptr<const Loss> BinaryCrossentropy::of_logits(const activations::Function& activation) const {
  if (activation.forward != activations::sigmoid.forward) return nullptr;
  BinaryCrossentropyOptions options = options_;
  options.from_logits = true;
  return std::make_shared<BinaryCrossentropy>(options);
}

}  // namespace keratin::losses
