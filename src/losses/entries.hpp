#pragma once

#include <algorithm>
#include <cstddef>

#include "keratin/view.hpp"
#include "kernels/parallel.hpp"

namespace keratin::losses {

/// Keras clips probabilities to [epsilon, 1 - epsilon].
inline constexpr float lowest = 1e-7f, highest = static_cast<float>(1.0 - 1e-7);

/// A probability clipped to that range; NaN stays NaN.
inline float clipped(float p) { return p < lowest ? lowest : p > highest ? highest : p; }

/// Whether clipping leaves a probability unchanged, so that it has a gradient.
inline bool is_inside(float p) { return p >= lowest && p <= highest; }

/// `shape` without one of its axes; a negative one counts from the end.
Shape without_axis(const Shape& shape, int axis);

/// Throws ValueError, naming the class, if it is not within [0, 1].
void check_label_smoothing(const char* class_name, double label_smoothing);

/// Moves targets towards 1 / classes.
class LabelSmoothing {
 public:
  LabelSmoothing(double amount, int classes)
      : scale_(static_cast<float>(1.0 - amount)),
        offset_(static_cast<float>(amount) / static_cast<float>(classes)) {}
  float operator()(float target) const { return target * scale_ + offset_; }

 private:
  float scale_, offset_;
};

/// Throws ValueError, naming the class, if the axis is the batch for every rank.
void check_axis(const char* class_name, int axis);

/// Throws ValueError, naming the loss, if predictions of this shape have no such axis, or if it is the batch.
void check_axis(const std::string& loss, int axis, const Shape& y_pred);

/// The position of the numbers of one loss: `size` numbers from `offset`, `stride` apart.
struct Entry {
  std::size_t index, offset, size, stride;

  /// Calls body(offset) for each of them.
  template <class Body>
  void for_each(const Body& body) const {
    for (std::size_t i = 0, at = offset; i < size; ++i, at += stride) body(at);
  }
};

/// Calls body(Entry) for each loss of predictions of this shape.
template <class Body>
void for_each_entry(const Shape& y_pred, int axis, const Body& body) {
  constexpr std::size_t numbers_in_a_part = 1024, work = 50;
  std::size_t stride = 1;
  for (int inner = (axis < 0 ? axis + y_pred.rank() : axis) + 1; inner < y_pred.rank(); ++inner)
    stride *= static_cast<std::size_t>(y_pred[inner]);
  const std::size_t size = std::max<std::size_t>(1, static_cast<std::size_t>(y_pred[axis]));
  const std::size_t entries = y_pred.element_count() / size;
  kernels::parallel_parts(entries, std::max<std::size_t>(1, numbers_in_a_part / size), size * work,
                          [&](std::size_t begin, std::size_t end) {
                            for (std::size_t i = begin; i < end; ++i) {
                              const std::size_t inner = stride == 1 ? 0 : i % stride;
                              body(Entry{i, (i - inner) * size + inner, size, stride});
                            }
                          });
}

/// losses = the mean of value(target, prediction) over an axis.
template <class Value>
void mean_of_entries(View y_true, View y_pred, Buffer losses, const Value& value, int axis = -1) {
  for_each_entry(y_pred.shape(), axis, [&](const Entry& entry) {
    double sum = 0.0;
    entry.for_each([&](std::size_t i) { sum += value(y_true.data()[i], y_pred.data()[i]); });
    losses.data()[entry.index] = static_cast<float>(sum / static_cast<double>(entry.size));
  });
}

/// The gradient of mean_of_entries, from slope(target, prediction, gradient of the value).
template <class Slope>
void gradient_of_mean(View y_true, View y_pred, View dlosses, Buffer dy_pred, const Slope& slope,
                      int axis = -1) {
  for_each_entry(y_pred.shape(), axis, [&](const Entry& entry) {
    const float dvalue = dlosses.data()[entry.index] / static_cast<float>(entry.size);
    entry.for_each(
        [&](std::size_t i) { dy_pred.data()[i] = slope(y_true.data()[i], y_pred.data()[i], dvalue); });
  });
}

}  // namespace keratin::losses
