#include "keratin/metrics/accuracies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "keratin/error.hpp"
#include "losses/entries.hpp"
#include "metrics/fields.hpp"

namespace keratin::metrics {

namespace {

bool lacks_last_axis(const Shape& y_true, const Shape& y_pred) {
  return !y_pred.empty() && y_true.rank() + 1 == y_pred.rank() &&
         std::equal(y_true.begin(), y_true.end(), y_pred.begin(),
                    [](int a, int b) { return a == b || a == None || b == None; });
}

bool fit_one_by_one(const Shape& y_true, const Shape& y_pred) {
  return compatible(y_true, y_pred) || (lacks_last_axis(y_true, y_pred) && y_pred.back() == 1);
}

[[noreturn]] void fail(const Metric& metric, const char* expected, const Shape& y_true, const Shape& y_pred) {
  throw ValueError(
      fmt::format("The metric {} expects {}, but received targets of shape {} for predictions of shape {}. "
                  "\"accuracy\" chooses the kind of accuracy by the shapes.",
                  metric.name(), expected, to_string(y_true), to_string(y_pred)));
}

void check_one_hot(const Metric& metric, const Shape& y_true, const Shape& y_pred) {
  if (y_pred.empty() || !compatible(y_true, y_pred))
    fail(metric, "one-hot targets of the predictions' shape", y_true, y_pred);
}

/// A value for each number: 1 if is_match(i).
template <class IsMatch>
Shape match_numbers(View y_pred, std::vector<float>& values, const IsMatch& is_match) {
  values.resize(y_pred.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = is_match(i) ? 1.0f : 0.0f;
  return y_pred.shape();
}

/// A value for each row of the last axis: 1 if is_match(row, columns).
template <class IsMatch>
Shape match_rows(View y_pred, std::vector<float>& values, const IsMatch& is_match) {
  const std::size_t columns = std::max<std::size_t>(1, static_cast<std::size_t>(y_pred.shape().back()));
  values.resize(y_pred.size() / columns);
  for (std::size_t row = 0; row < values.size(); ++row) values[row] = is_match(row, columns) ? 1.0f : 0.0f;
  return losses::without_axis(y_pred.shape(), -1);
}

std::size_t index_of_largest(const float* values, std::size_t count) {
  return static_cast<std::size_t>(std::max_element(values, values + count) - values);
}

}  // namespace

Accuracy::Accuracy(const AccuracyOptions& options) : MeanMetric("Accuracy", metric_config(options)) {}

void Accuracy::check(const Shape& y_true, const Shape& y_pred) const {
  if (!fit_one_by_one(y_true, y_pred)) fail(*this, "one target for each prediction", y_true, y_pred);
}

Shape Accuracy::measure(View y_true, View y_pred, std::vector<float>& values) const {
  return match_numbers(y_pred, values, [&](std::size_t i) { return y_true.data()[i] == y_pred.data()[i]; });
}

std::shared_ptr<Metric> Accuracy::clone() const { return std::make_shared<Accuracy>(*this); }

BinaryAccuracy::BinaryAccuracy(const BinaryAccuracyOptions& options)
    : MeanMetric("BinaryAccuracy", metric_config(options)),
      threshold_(static_cast<float>(options.threshold)) {
  if (!std::isnan(options.threshold)) return;
  throw ValueError("BinaryAccuracy: threshold must be a number, but received nan.");
}

void BinaryAccuracy::check(const Shape& y_true, const Shape& y_pred) const {
  if (!fit_one_by_one(y_true, y_pred)) fail(*this, "one target for each prediction", y_true, y_pred);
}

Shape BinaryAccuracy::measure(View y_true, View y_pred, std::vector<float>& values) const {
  return match_numbers(y_pred, values, [&](std::size_t i) {
    return y_true.data()[i] == (y_pred.data()[i] > threshold_ ? 1.0f : 0.0f);
  });
}

std::shared_ptr<Metric> BinaryAccuracy::clone() const { return std::make_shared<BinaryAccuracy>(*this); }

CategoricalAccuracy::CategoricalAccuracy(const CategoricalAccuracyOptions& options)
    : MeanMetric("CategoricalAccuracy", metric_config(options)) {}

void CategoricalAccuracy::check(const Shape& y_true, const Shape& y_pred) const {
  check_one_hot(*this, y_true, y_pred);
}

Shape CategoricalAccuracy::measure(View y_true, View y_pred, std::vector<float>& values) const {
  return match_rows(y_pred, values, [&](std::size_t row, std::size_t columns) {
    return index_of_largest(y_true.data() + row * columns, columns) ==
           index_of_largest(y_pred.data() + row * columns, columns);
  });
}

std::shared_ptr<Metric> CategoricalAccuracy::clone() const {
  return std::make_shared<CategoricalAccuracy>(*this);
}

SparseCategoricalAccuracy::SparseCategoricalAccuracy(const SparseCategoricalAccuracyOptions& options)
    : MeanMetric("SparseCategoricalAccuracy", metric_config(options)) {}

void SparseCategoricalAccuracy::check(const Shape& y_true, const Shape& y_pred) const {
  Shape column = y_pred;
  if (!column.empty()) column[-1] = 1;
  if (!lacks_last_axis(y_true, y_pred) && (y_pred.empty() || !compatible(y_true, column))) {
    fail(*this, "one class number for each row of predictions", y_true, y_pred);
  }
}

Shape SparseCategoricalAccuracy::measure(View y_true, View y_pred, std::vector<float>& values) const {
  return match_rows(y_pred, values, [&](std::size_t row, std::size_t columns) {
    return y_true.data()[row] == static_cast<float>(index_of_largest(y_pred.data() + row * columns, columns));
  });
}

std::shared_ptr<Metric> SparseCategoricalAccuracy::clone() const {
  return std::make_shared<SparseCategoricalAccuracy>(*this);
}

TopKCategoricalAccuracy::TopKCategoricalAccuracy(const TopKCategoricalAccuracyOptions& options)
    : MeanMetric("TopKCategoricalAccuracy", metric_config(options)), k_(options.k) {
  if (k_ < 1)
    throw ValueError(fmt::format("TopKCategoricalAccuracy: k must be 1 or more, but received {}.", k_));
}

void TopKCategoricalAccuracy::check(const Shape& y_true, const Shape& y_pred) const {
  check_one_hot(*this, y_true, y_pred);
}

Shape TopKCategoricalAccuracy::measure(View y_true, View y_pred, std::vector<float>& values) const {
  return match_rows(y_pred, values, [&](std::size_t row, std::size_t columns) {
    const float *p = y_pred.data() + row * columns, *end = p + columns;
    const float own = p[index_of_largest(y_true.data() + row * columns, columns)];
    const auto larger = std::count_if(p, end, [&](float other) { return other > own; });
    return larger < k_ && std::all_of(p, end, [](float number) { return std::isfinite(number); });
  });
}

std::shared_ptr<Metric> TopKCategoricalAccuracy::clone() const {
  return std::make_shared<TopKCategoricalAccuracy>(*this);
}

}  // namespace keratin::metrics
