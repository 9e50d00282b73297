#include <fmt/format.h>

#include <cmath>

#include "keratin/error.hpp"
#include "keratin/losses/crossentropies.hpp"
#include "losses/entries.hpp"
#include "losses/fields.hpp"

namespace keratin::losses {

namespace {

/// Number `offset` of an array of this shape, as an index: `3, 1`.
std::string position(std::size_t offset, const Shape& shape) {
  std::string text;
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    const auto size = static_cast<std::size_t>(shape[axis]);
    text = fmt::format("{}{}{}", offset % size, text.empty() ? "" : ", ", text);
    offset /= size;
  }
  return text;
}

/// The input of the softmax: the logits, or the logarithms of clipped probabilities.
float logit(float p, bool from_logits) { return from_logits ? p : std::log(clipped(p)); }

/// The largest logit of a row and the sum of exp(logit - largest).
struct Normalizer {
  Normalizer(const float* y_pred, const Entry& entry, bool from_logits)
      : largest(logit(y_pred[entry.offset], from_logits)) {
    entry.for_each([&](std::size_t i) { largest = std::max(largest, logit(y_pred[i], from_logits)); });
    entry.for_each([&](std::size_t i) { sum += std::exp(logit(y_pred[i], from_logits) - largest); });
  }
  float largest, sum = 0.0f;
};

}  // namespace

SparseCategoricalCrossentropy::SparseCategoricalCrossentropy(
    const SparseCategoricalCrossentropyOptions& options)
    : NamedLoss(Known{"SparseCategoricalCrossentropy", write_config(options)}), options_(options) {
  check_axis("SparseCategoricalCrossentropy", options.axis);
}

void SparseCategoricalCrossentropy::check(const Shape& y_true, const Shape& y_pred) const {
  if (!y_pred.empty()) {
    check_axis(name(), options_.axis, y_pred);
    Shape column = y_pred;
    column[options_.axis] = 1;
    const Shape flat = without_axis(y_pred, options_.axis);
    if (compatible(y_true, flat) || compatible(y_true, column)) return;
    throw ValueError(
        fmt::format("The loss sparse_categorical_crossentropy expects one class number for each prediction: "
                    "targets of shape {} or {} for predictions of shape {}, but received targets of shape "
                    "{}. For one-hot targets use the loss categorical_crossentropy.",
                    to_string(flat), to_string(column), to_string(y_pred), to_string(y_true)));
  }
  throw ValueError(
      "The loss sparse_categorical_crossentropy expects predictions with an axis of classes, but received "
      "predictions of shape ().");
}

void SparseCategoricalCrossentropy::check_values(View y_true, const Shape& y_pred) const {
  const int classes = y_pred[options_.axis];
  const float* labels = y_true.data();
  const auto is_target = [&](float label) {
    return (label >= 0.0f && label < static_cast<float>(classes) && label == std::floor(label)) ||
           is_ignored(label);
  };
  const float* wrong = std::find_if_not(labels, labels + y_true.size(), is_target);
  if (wrong == labels + y_true.size()) return;
  throw ValueError(fmt::format(
      "The loss sparse_categorical_crossentropy expects class numbers, whole numbers from 0 to {} for "
      "predictions of shape {}, but the target at [{}] is {}. Number the classes from 0, and give the last "
      "layer one unit for each class{}.",
      classes - 1, to_string(y_pred), position(static_cast<std::size_t>(wrong - labels), y_true.shape()),
      *wrong, classes == 1 ? "; for a single unit use binary_crossentropy" : ""));
}

Shape SparseCategoricalCrossentropy::output_shape(const Shape& y_pred) const {
  return without_axis(y_pred, options_.axis);
}

bool SparseCategoricalCrossentropy::is_ignored(float target) const {
  return options_.ignore_class && target == static_cast<float>(*options_.ignore_class);
}

void SparseCategoricalCrossentropy::mask(View y_true, Buffer weights) const {
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (is_ignored(y_true.data()[i])) weights.data()[i] = 0.0f;
  }
}

void SparseCategoricalCrossentropy::call(View y_true, View y_pred, Buffer losses) const {
  check_values(y_true, y_pred.shape());
  for_each_entry(y_pred.shape(), options_.axis, [&](const Entry& entry) {
    const float target = y_true.data()[entry.index];
    losses.data()[entry.index] = 0.0f;
    if (is_ignored(target)) return;
    const Normalizer normalizer(y_pred.data(), entry, options_.from_logits);
    const float p = y_pred.data()[entry.offset + static_cast<std::size_t>(target) * entry.stride];
    losses.data()[entry.index] =
        std::log(normalizer.sum) - (logit(p, options_.from_logits) - normalizer.largest);
  });
}

void SparseCategoricalCrossentropy::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  check_values(y_true, y_pred.shape());
  for_each_entry(y_pred.shape(), options_.axis, [&](const Entry& entry) {
    const float target = y_true.data()[entry.index];
    if (is_ignored(target)) return entry.for_each([&](std::size_t i) { dy_pred.data()[i] = 0.0f; });
    const Normalizer normalizer(y_pred.data(), entry, options_.from_logits);
    const std::size_t label = entry.offset + static_cast<std::size_t>(target) * entry.stride;
    entry.for_each([&](std::size_t i) {
      const float p = y_pred.data()[i];
      const float share = std::exp(logit(p, options_.from_logits) - normalizer.largest) / normalizer.sum;
      const float dlogit = dlosses.data()[entry.index] * (share - (i == label ? 1.0f : 0.0f));
      dy_pred.data()[i] = options_.from_logits ? dlogit : is_inside(p) ? dlogit / p : 0.0f;
    });
  });
}

std::shared_ptr<const Loss> SparseCategoricalCrossentropy::of_logits(
    const activations::Function& activation) const {
  if (activation.forward != activations::softmax.forward || options_.axis != -1) return nullptr;
  SparseCategoricalCrossentropyOptions options = options_;
  options.from_logits = true;
  return std::make_shared<SparseCategoricalCrossentropy>(options);
}

}  // namespace keratin::losses
