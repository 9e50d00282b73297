#pragma once

#include <algorithm>
#include <cstddef>

#include "keratin/view.hpp"
#include "kernels/parallel.hpp"

namespace keratin::losses {

/// Keras clips probabilities to [epsilon, 1 - epsilon].
inline constexpr float lowest = 1e-7f, highest = static_cast<float>(1.0 - 1e-7);

/// A probability brought into that range; not a number stays so.
inline float clipped(float p) { return p < lowest ? lowest : p > highest ? highest : p; }

/// Whether a probability moves its clipped value.
inline bool is_inside(float p) { return p >= lowest && p <= highest; }

/// The shape of the losses of predictions of this shape.
inline Shape without_last_axis(const Shape& shape) {
  Shape result;
  for (int axis = 0; axis < shape.rank() - 1; ++axis) result.push_back(shape[axis]);
  return result;
}

/// Throws ValueError, naming the class, where it is not within [0, 1].
void check_label_smoothing(const char* class_name, double label_smoothing);

/// Calls body(entry, offset, columns) for each entry of predictions of this shape: the row that one loss is
/// of.
template <class Body>
void for_each_entry(const Shape& y_pred, const Body& body) {
  constexpr std::size_t numbers_in_a_part = 1024, work = 50;
  const std::size_t columns = std::max<std::size_t>(1, static_cast<std::size_t>(y_pred.back()));
  const std::size_t entries = y_pred.element_count() / columns;
  kernels::parallel_parts(entries, std::max<std::size_t>(1, numbers_in_a_part / columns), columns * work,
                          [&](std::size_t begin, std::size_t end) {
                            for (std::size_t i = begin; i < end; ++i) body(i, i * columns, columns);
                          });
}

/// losses = the mean of value(target, prediction) over the last axis.
template <class Value>
void mean_of_entries(View y_true, View y_pred, Buffer losses, const Value& value) {
  for_each_entry(y_pred.shape(), [&](std::size_t entry, std::size_t row, std::size_t columns) {
    double sum = 0.0;
    for (std::size_t i = row; i < row + columns; ++i) sum += value(y_true.data()[i], y_pred.data()[i]);
    losses.data()[entry] = static_cast<float>(sum / static_cast<double>(columns));
  });
}

/// The gradient of mean_of_entries, from slope(target, prediction, gradient of the value).
template <class Slope>
void gradient_of_mean(View y_true, View y_pred, View dlosses, Buffer dy_pred, const Slope& slope) {
  for_each_entry(y_pred.shape(), [&](std::size_t entry, std::size_t row, std::size_t columns) {
    const float dvalue = dlosses.data()[entry] / static_cast<float>(columns);
    for (std::size_t i = row; i < row + columns; ++i) {
      dy_pred.data()[i] = slope(y_true.data()[i], y_pred.data()[i], dvalue);
    }
  });
}

}  // namespace keratin::losses
