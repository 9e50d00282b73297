#include <fmt/format.h>

#include <cmath>

#include "keratin/error.hpp"
#include "keratin/losses/crossentropies.hpp"
#include "losses/entries.hpp"
#include "losses/fields.hpp"

namespace keratin::losses {

namespace {

/// The numbers of one entry, in order.
class Row {
 public:
  Row(View view, const Entry& entry) : data_(view.data() + entry.offset), stride_(entry.stride) {}
  float operator[](std::size_t i) const { return data_[i * stride_]; }

 private:
  const float* data_;
  std::size_t stride_;
};

float sum(Row p, std::size_t classes) {
  float result = 0.0f;
  for (std::size_t i = 0; i < classes; ++i) result += p[i];
  return result;
}

float of_probabilities(Row y_true, Row p, std::size_t classes, const LabelSmoothing& smooth) {
  const float total = sum(p, classes);
  float loss = 0.0f;
  for (std::size_t i = 0; i < classes; ++i) loss -= smooth(y_true[i]) * std::log(clipped(p[i] / total));
  return loss;
}

void gradient_of_probabilities(Row y_true, Row p, const Entry& entry, const LabelSmoothing& smooth,
                               float dloss, float* dp) {
  const float total = sum(p, entry.size);
  float dtotal = 0.0f;
  for (std::size_t i = 0; i < entry.size; ++i) {
    const float share = p[i] / total;
    const float dshare = is_inside(share) ? -dloss * smooth(y_true[i]) / share : 0.0f;
    dp[i * entry.stride] = dshare / total;
    dtotal -= dshare * (share / total);
  }
  for (std::size_t i = 0; i < entry.size; ++i) dp[i * entry.stride] += dtotal;
}

float largest_of(Row x, std::size_t classes) {
  float largest = x[0];
  for (std::size_t i = 1; i < classes; ++i) largest = std::max(largest, x[i]);
  return largest;
}

float of_logits_row(Row y_true, Row x, std::size_t classes, const LabelSmoothing& smooth) {
  const float largest = largest_of(x, classes);
  float total = 0.0f;
  for (std::size_t i = 0; i < classes; ++i) total += std::exp(x[i] - largest);
  const float log_of_total = std::log(total);
  float loss = 0.0f;
  for (std::size_t i = 0; i < classes; ++i) loss += smooth(y_true[i]) * (log_of_total - (x[i] - largest));
  return loss;
}

/// As in TensorFlow, softmax(x) - y_true: the gradient if the targets sum to 1.
void gradient_of_logits_row(Row y_true, Row x, const Entry& entry, const LabelSmoothing& smooth, float dloss,
                            float* dx) {
  const float largest = largest_of(x, entry.size);
  float total = 0.0f;
  for (std::size_t i = 0; i < entry.size; ++i) {
    dx[i * entry.stride] = std::exp(x[i] - largest);
    total += dx[i * entry.stride];
  }
  for (std::size_t i = 0; i < entry.size; ++i)
    dx[i * entry.stride] = dloss * (dx[i * entry.stride] / total - smooth(y_true[i]));
}

}  // namespace

CategoricalCrossentropy::CategoricalCrossentropy(const CategoricalCrossentropyOptions& options)
    : NamedLoss(Known{"CategoricalCrossentropy", write_config(options)}), options_(options) {
  check_label_smoothing("CategoricalCrossentropy", options.label_smoothing);
  check_axis("CategoricalCrossentropy", options.axis);
}

void CategoricalCrossentropy::check(const Shape& y_true, const Shape& y_pred) const {
  if (!y_pred.empty() && y_pred.back() == 1) {
    throw ValueError(
        fmt::format("The loss categorical_crossentropy needs two classes or more, but the predictions have "
                    "the shape {}. For two classes use binary_crossentropy, or give the last layer one "
                    "unit for each class.",
                    to_string(y_pred)));
  }
  if (!y_pred.empty() && compatible(y_true, y_pred)) return check_axis(name(), options_.axis, y_pred);
  throw ValueError(
      fmt::format("The loss categorical_crossentropy expects one-hot targets of the predictions' shape {}, "
                  "but received targets of shape {}. For class numbers use the loss "
                  "sparse_categorical_crossentropy, or make them one-hot with utils::to_categorical.",
                  to_string(y_pred), to_string(y_true)));
}

Shape CategoricalCrossentropy::output_shape(const Shape& y_pred) const {
  return without_axis(y_pred, options_.axis);
}

void CategoricalCrossentropy::call(View y_true, View y_pred, Buffer losses) const {
  // As in Keras, the last axis counts the classes, whichever axis holds them.
  const LabelSmoothing smooth(options_.label_smoothing, y_pred.shape().back());
  const auto value = options_.from_logits ? of_logits_row : of_probabilities;
  for_each_entry(y_pred.shape(), options_.axis, [&](const Entry& entry) {
    losses.data()[entry.index] = value({y_true, entry}, {y_pred, entry}, entry.size, smooth);
  });
}

void CategoricalCrossentropy::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  const LabelSmoothing smooth(options_.label_smoothing, y_pred.shape().back());
  const auto slopes = options_.from_logits ? gradient_of_logits_row : gradient_of_probabilities;
  for_each_entry(y_pred.shape(), options_.axis, [&](const Entry& entry) {
    slopes({y_true, entry}, {y_pred, entry}, entry, smooth, dlosses.data()[entry.index],
           dy_pred.data() + entry.offset);
  });
}

std::shared_ptr<const Loss> CategoricalCrossentropy::of_logits(
    const activations::Function& activation) const {
  if (activation.forward != activations::softmax.forward || options_.axis != -1) return nullptr;
  CategoricalCrossentropyOptions options = options_;
  options.from_logits = true;
  return std::make_shared<CategoricalCrossentropy>(options);
}

}  // namespace keratin::losses
