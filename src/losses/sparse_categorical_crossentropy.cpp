#include <fmt/format.h>

#include <cmath>

#include "keratin/error.hpp"
#include "keratin/losses.hpp"
#include "losses/entries.hpp"

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

/// What the softmax is taken of: the logits, or the logarithms of clipped probabilities.
float logit(float p, bool from_logits) { return from_logits ? p : std::log(clipped(p)); }

/// The largest logit of a row and the sum of exp(logit - largest).
struct Normalizer {
  Normalizer(const float* y_pred, std::size_t classes, bool from_logits) {
    largest = logit(*std::max_element(y_pred, y_pred + classes), from_logits);
    for (std::size_t i = 0; i < classes; ++i) sum += std::exp(logit(y_pred[i], from_logits) - largest);
  }
  float largest, sum = 0.0f;
};

}  // namespace

SparseCategoricalCrossentropy::SparseCategoricalCrossentropy(
    const SparseCategoricalCrossentropyOptions& options)
    : options_(options) {}

void SparseCategoricalCrossentropy::check(const Shape& y_true, const Shape& y_pred) const {
  if (!y_pred.empty()) {
    Shape flat = without_last_axis(y_pred), column = flat;
    column.push_back(1);
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
  const int classes = y_pred.back();
  const float* labels = y_true.data();
  const auto is_class = [=](float label) {
    return label >= 0.0f && label < static_cast<float>(classes) && label == std::floor(label);
  };
  const float* wrong = std::find_if_not(labels, labels + y_true.size(), is_class);
  if (wrong == labels + y_true.size()) return;
  throw ValueError(fmt::format(
      "The loss sparse_categorical_crossentropy expects class numbers, whole numbers from 0 to {} for "
      "predictions of "
      "shape {}, but the target at [{}] is {}. Number the classes from 0, and give the last layer one unit "
      "for each "
      "class{}.",
      classes - 1, to_string(y_pred), position(static_cast<std::size_t>(wrong - labels), y_true.shape()),
      *wrong, classes == 1 ? "; for a single unit use binary_crossentropy" : ""));
}

void SparseCategoricalCrossentropy::call(View y_true, View y_pred, Buffer losses) const {
  check_values(y_true, y_pred.shape());
  for_each_entry(y_pred.shape(), [&](std::size_t entry, std::size_t row, std::size_t classes) {
    const Normalizer normalizer(y_pred.data() + row, classes, options_.from_logits);
    const float p = y_pred.data()[row + static_cast<std::size_t>(y_true.data()[entry])];
    losses.data()[entry] = std::log(normalizer.sum) - (logit(p, options_.from_logits) - normalizer.largest);
  });
}

void SparseCategoricalCrossentropy::gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const {
  check_values(y_true, y_pred.shape());
  for_each_entry(y_pred.shape(), [&](std::size_t entry, std::size_t row, std::size_t classes) {
    const Normalizer normalizer(y_pred.data() + row, classes, options_.from_logits);
    const std::size_t label = row + static_cast<std::size_t>(y_true.data()[entry]);
    for (std::size_t i = row; i < row + classes; ++i) {
      const float p = y_pred.data()[i];
      const float share = std::exp(logit(p, options_.from_logits) - normalizer.largest) / normalizer.sum;
      const float dlogit = dlosses.data()[entry] * (share - (i == label ? 1.0f : 0.0f));
      dy_pred.data()[i] = options_.from_logits ? dlogit : is_inside(p) ? dlogit / p : 0.0f;
    }
  });
}

std::shared_ptr<const Loss> SparseCategoricalCrossentropy::of_logits(
    const activations::Function& activation) const {
  if (activation.forward != activations::softmax.forward) return nullptr;
  return std::make_shared<SparseCategoricalCrossentropy>(
      SparseCategoricalCrossentropyOptions{.from_logits = true});
}

}  // namespace keratin::losses
