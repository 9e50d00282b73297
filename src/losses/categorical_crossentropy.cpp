#include <fmt/format.h>

#include <cmath>

#include "keratin/error.hpp"
#include "keratin/losses.hpp"
#include "losses/entries.hpp"

namespace keratin::losses {

namespace {

/// One-hot targets drawn towards 1 / classes.
class Smoothing {
 public:
  Smoothing(double amount, std::size_t classes)
      : scale_(static_cast<float>(1.0 - amount)),
        offset_(static_cast<float>(amount) / static_cast<float>(classes)) {}
  float operator()(float target) const { return target * scale_ + offset_; }

 private:
  float scale_, offset_;
};

float sum(const float* p, std::size_t classes) {
  float result = 0.0f;
  for (std::size_t i = 0; i < classes; ++i) result += p[i];
  return result;
}

float of_probabilities(const float* y_true, const float* p, std::size_t classes, const Smoothing& smooth) {
  const float total = sum(p, classes);
  float loss = 0.0f;
  for (std::size_t i = 0; i < classes; ++i) loss -= smooth(y_true[i]) * std::log(clipped(p[i] / total));
  return loss;
}

void gradient_of_probabilities(const float* y_true, const float* p, std::size_t classes,
                               const Smoothing& smooth, float dloss, float* dp) {
  const float total = sum(p, classes);
  float dtotal = 0.0f;
  for (std::size_t i = 0; i < classes; ++i) {
    const float share = p[i] / total;
    const float dshare = is_inside(share) ? -dloss * smooth(y_true[i]) / share : 0.0f;
    dp[i] = dshare / total;
    dtotal -= dshare * (share / total);
  }
  for (std::size_t i = 0; i < classes; ++i) dp[i] += dtotal;
}

float of_logits_row(const float* y_true, const float* x, std::size_t classes, const Smoothing& smooth) {
  const float largest = *std::max_element(x, x + classes);
  float total = 0.0f;
  for (std::size_t i = 0; i < classes; ++i) total += std::exp(x[i] - largest);
  const float log_of_total = std::log(total);
  float loss = 0.0f;
  for (std::size_t i = 0; i < classes; ++i) loss += smooth(y_true[i]) * (log_of_total - (x[i] - largest));
  return loss;
}

/// As in TensorFlow, softmax(x) - y_true: the gradient where the targets' sum is 1.
void gradient_of_logits_row(const float* y_true, const float* x, std::size_t classes, const Smoothing& smooth,
                            float dloss, float* dx) {
  const float largest = *std::max_element(x, x + classes);
  for (std::size_t i = 0; i < classes; ++i) dx[i] = std::exp(x[i] - largest);
  const float total = sum(dx, classes);
  for (std::size_t i = 0; i < classes; ++i) dx[i] = dloss * (dx[i] / total - smooth(y_true[i]));
}

}  // namespace

CategoricalCrossentropy::CategoricalCrossentropy(const CategoricalCrossentropyOptions& options)
    : options_(options) {
  check_label_smoothing("CategoricalCrossentropy", options.label_smoothing);
}

void CategoricalCrossentropy::check(const Shape& y_true, const Shape& y_pred) const {
  if (!y_pred.empty() && y_pred.back() == 1) {
    throw ValueError(
        fmt::format("The loss categorical_crossentropy needs two classes or more, but the predictions have "
                    "the shape {}. For two classes use binary_crossentropy, or give the last layer one "
                    "unit for each class.",
                    to_string(y_pred)));
  }
  if (!y_pred.empty() && compatible(y_true, y_pred)) return;
  throw ValueError(
      fmt::format("The loss categorical_crossentropy expects one-hot targets of the predictions' shape {}, "
                  "but received targets of shape {}. For class numbers use the loss "
                  "sparse_categorical_crossentropy, or make them one-hot.",
                  to_string(y_pred), to_string(y_true)));
}

void CategoricalCrossentropy::call(View y_true, View y_pred, Buffer losses) const {
  const Smoothing smooth(options_.label_smoothing, static_cast<std::size_t>(y_pred.shape().back()));
  const auto value = options_.from_logits ? of_logits_row : of_probabilities;
  for_each_entry(y_pred.shape(), [&](std::size_t entry, std::size_t row, std::size_t classes) {
    losses.data()[entry] = value(y_true.data() + row, y_pred.data() + row, classes, smooth);
  });
}

void CategoricalCrossentropy::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  const Smoothing smooth(options_.label_smoothing, static_cast<std::size_t>(y_pred.shape().back()));
  const auto slopes = options_.from_logits ? gradient_of_logits_row : gradient_of_probabilities;
  for_each_entry(y_pred.shape(), [&](std::size_t entry, std::size_t row, std::size_t classes) {
    slopes(y_true.data() + row, y_pred.data() + row, classes, smooth, dlosses.data()[entry],
           dy_pred.data() + row);
  });
}

std::shared_ptr<const Loss> CategoricalCrossentropy::of_logits(
    const activations::Function& activation) const {
  if (activation.forward != activations::softmax.forward) return nullptr;
  return std::make_shared<CategoricalCrossentropy>(
      CategoricalCrossentropyOptions{.from_logits = true, .label_smoothing = options_.label_smoothing});
}

}  // namespace keratin::losses
