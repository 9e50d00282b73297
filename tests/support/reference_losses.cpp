#include <algorithm>
#include <cmath>
#include <functional>

#include "support/reference.hpp"

namespace keratin::reference {

namespace {

/// Keras's bounds of a probability, as its float32 holds them.
constexpr double smallest = 1e-7f;
constexpr double largest = static_cast<float>(1 - 1e-7);

double clipped(double probability) { return std::clamp(probability, smallest, largest); }

/// One value for each row of y_pred: of(offset of the row, its length).
Array each_row(const Array& y_pred, const std::function<double(std::size_t, std::size_t)>& of) {
  Array values;
  for (int axis = 0; axis + 1 < y_pred.shape.rank(); ++axis) values.shape.push_back(y_pred.shape[axis]);
  const auto size = static_cast<std::size_t>(y_pred.shape.back());
  for (std::size_t row = 0; row < y_pred.data.size(); row += size) values.data.push_back(of(row, size));
  return values;
}

/// The mean along each row of a function of the pairs (true, predicted).
Array row_means(const Array& y_true, const Array& y_pred, const std::function<double(double, double)>& f) {
  return each_row(y_pred, [&](std::size_t row, std::size_t size) {
    double sum = 0;
    for (std::size_t i = row; i < row + size; ++i) sum += f(y_true.data.at(i), y_pred.data[i]);
    return sum / static_cast<double>(size);
  });
}

double log_sum_exp(const double* row, std::size_t size) {
  const double peak = *std::max_element(row, row + size);
  double sum = 0;
  for (std::size_t i = 0; i < size; ++i) sum += std::exp(row[i] - peak);
  return peak + std::log(sum);
}

}  // namespace

Array mean_squared_error(const Array& y_true, const Array& y_pred) {
  return row_means(y_true, y_pred, [](double t, double p) { return (t - p) * (t - p); });
}

Array mean_absolute_error(const Array& y_true, const Array& y_pred) {
  return row_means(y_true, y_pred, [](double t, double p) { return std::abs(t - p); });
}

Array binary_crossentropy(const Array& y_true, const Array& y_pred, bool from_logits,
                          double label_smoothing) {
  return row_means(y_true, y_pred, [&](double label, double p) {
    const double t = label * (1 - label_smoothing) + 0.5 * label_smoothing;
    if (from_logits) return std::max(p, 0.0) - p * t + std::log1p(std::exp(-std::abs(p)));
    return -t * std::log(clipped(p)) - (1 - t) * std::log(1 - clipped(p));
  });
}

Array categorical_crossentropy(const Array& y_true, const Array& y_pred, bool from_logits,
                               double label_smoothing) {
  return each_row(y_pred, [&](std::size_t row, std::size_t size) {
    const double* p = &y_pred.data[row];
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) sum += p[i];
    double loss = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const double t =
          y_true.data.at(row + i) * (1 - label_smoothing) + label_smoothing / static_cast<double>(size);
      loss -= t * (from_logits ? p[i] - log_sum_exp(p, size) : std::log(clipped(p[i] / sum)));
    }
    return loss;
  });
}

Array sparse_categorical_crossentropy(const Array& y_true, const Array& y_pred, bool from_logits) {
  return each_row(y_pred, [&](std::size_t row, std::size_t size) {
    std::vector<double> logits(&y_pred.data[row], &y_pred.data[row] + size);
    if (!from_logits) {
      for (double& value : logits) value = std::log(clipped(value));
    }
    const auto label = static_cast<std::size_t>(y_true.data.at(row / size));
    return log_sum_exp(logits.data(), size) - logits.at(label);
  });
}

Array mean(const Array& x) {
  double sum = 0;
  for (double value : x.data) sum += value;
  return {{}, {sum / static_cast<double>(x.data.size())}};
}

}  // namespace keratin::reference
