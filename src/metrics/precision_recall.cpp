#include <fmt/format.h>

#include "keratin/error.hpp"
#include "keratin/utils/naming.hpp"
#include "losses/entries.hpp"
#include "losses/weighing.hpp"
#include "metrics/confusion.hpp"
#include "metrics/fields.hpp"

namespace keratin::metrics {

namespace {

constexpr float below_all = -1e10f;

std::vector<double> checked(const char* class_name, const Thresholds& thresholds, bool has_top_k) {
  if (thresholds.empty()) return {has_top_k ? double{below_all} : 0.5};
  for (double threshold : thresholds) {
    if (threshold >= 0.0 && threshold <= 1.0) continue;
    throw ValueError(
        fmt::format("{}: thresholds must be from 0 to 1, but received {}.", class_name, threshold));
  }
  return thresholds;
}

/// The predictions of a row, all but its `count` largest set far below every threshold; among equal ones the
/// first win.
const float* keep_largest(const float* row, std::size_t columns, std::size_t count,
                          std::vector<float>& result) {
  result.assign(columns, below_all);
  for (; count > 0; --count) {
    std::size_t largest = columns;
    for (std::size_t i = 0; i < columns; ++i) {
      const bool is_left = result[i] == below_all;
      if (is_left && (largest == columns || row[i] > row[largest])) largest = i;
    }
    if (largest < columns) result[largest] = row[largest];
  }
  return result.data();
}

}  // namespace

ThresholdMetric::ThresholdMetric(const char* class_name, const std::string& name,
                                 const Thresholds& thresholds, std::optional<int> top_k,
                                 std::optional<int> class_id)
    : name_(name.empty() ? utils::unique_name(class_name) : name),
      class_name_(class_name),
      thresholds_(thresholds),
      top_k_(top_k),
      class_id_(class_id),
      counts_(checked(class_name, thresholds, top_k.has_value()), are_evenly_distributed(thresholds)) {
  if (top_k && *top_k < 1)
    throw ValueError(fmt::format("{}: top_k must be 1 or more, but received {}.", class_name, *top_k));
}

Config ThresholdMetric::get_config() const {
  return metric_config(PrecisionOptions{thresholds_, top_k_, class_id_, name_});
}

void ThresholdMetric::check(const Shape& y_true, const Shape& y_pred) const {
  check_one_by_one(*this, y_true, y_pred);
  const int columns = y_pred.rank() > 1 ? y_pred.back() : 0;
  const auto fail = [&](const char* option, int value) {
    throw ValueError(
        fmt::format("The metric {} with {} = {} needs as many predictions in each row, but received "
                    "predictions of shape {}.",
                    name_, option, value, to_string(y_pred)));
  };
  if (top_k_ && *top_k_ > columns) fail("top_k", *top_k_);
  if (class_id_ && (*class_id_ >= columns || *class_id_ < -columns)) fail("class_id", *class_id_);
}

void ThresholdMetric::update_state(View y_true, View y_pred, View sample_weight) {
  check(y_true.shape(), y_pred.shape());
  if (!sample_weight.empty()) losses::check_sample_weight(name_, sample_weight.shape(), y_pred.shape());
  const losses::EntryWeights weights(sample_weight, y_pred.size());
  const std::size_t columns = y_pred.shape().empty() ? 1 : static_cast<std::size_t>(y_pred.shape().back());
  const int id = class_id_.value_or(0);
  const std::size_t first = id < 0 ? columns - static_cast<std::size_t>(-id) : static_cast<std::size_t>(id);
  const std::size_t end = class_id_ ? first + 1 : columns;
  for (std::size_t row = 0; row < y_pred.size(); row += columns) {
    const float* p = y_pred.data() + row;
    if (top_k_) p = keep_largest(p, columns, static_cast<std::size_t>(*top_k_), largest_);
    for (std::size_t i = first; i < end; ++i)
      counts_.add(0, y_true.data()[row + i] != 0.0f, p[i], weights[row + i]);
  }
}

double ThresholdMetric::result() const {
  if (counts_.thresholds() == 1) return value_at(counts_, 0);
  throw ValueError(fmt::format(
      "The metric {} has {} thresholds and so no single value: read results(), or give compile() a "
      "metric for each threshold.",
      name_, counts_.thresholds()));
}

std::vector<double> ThresholdMetric::results() const {
  std::vector<double> values;
  for (std::size_t i = 0; i < counts_.thresholds(); ++i) values.push_back(value_at(counts_, i));
  return values;
}

Precision::Precision(const PrecisionOptions& options)
    : ThresholdMetric("Precision", options.name, options.thresholds, options.top_k, options.class_id) {}

double Precision::value_at(const ConfusionCounts& counts, std::size_t threshold) const {
  const double hits = counts.true_positives(threshold);
  return ratio(hits, hits + counts.false_positives(threshold));
}

std::shared_ptr<Metric> Precision::clone() const { return std::make_shared<Precision>(*this); }

Recall::Recall(const RecallOptions& options)
    : ThresholdMetric("Recall", options.name, options.thresholds, options.top_k, options.class_id) {}

double Recall::value_at(const ConfusionCounts& counts, std::size_t threshold) const {
  const double hits = counts.true_positives(threshold);
  return ratio(hits, hits + counts.false_negatives(threshold));
}

std::shared_ptr<Metric> Recall::clone() const { return std::make_shared<Recall>(*this); }

}  // namespace keratin::metrics
