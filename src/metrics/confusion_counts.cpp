#include <fmt/format.h>

#include <cmath>

#include "keratin/error.hpp"
#include "losses/entries.hpp"
#include "metrics/confusion.hpp"

namespace keratin::metrics {

double ratio(double part, double whole) { return whole == 0.0 ? 0.0 : part / whole; }

bool are_evenly_distributed(const std::vector<double>& thresholds) {
  const std::size_t count = thresholds.size();
  for (std::size_t i = 0; i < count; ++i) {
    const double even = static_cast<float>(i) / static_cast<float>(count - 1);
    if (!(std::abs(thresholds[i] - even) <= 1e-7 + 1e-5 * even)) return false;
  }
  return count >= 3;
}

void check_one_by_one(const Metric& metric, const Shape& y_true, const Shape& y_pred) {
  if (metric.name().empty())
    throw ValueError(fmt::format("The metric {} was moved into another object.", metric.class_name()));
  const bool lacks_last_axis = y_true.rank() + 1 == y_pred.rank() && y_pred.back() == 1 &&
                               compatible(y_true, losses::without_axis(y_pred, -1));
  if (compatible(y_true, y_pred) || lacks_last_axis) return;
  throw ValueError(fmt::format(
      "The metric {} expects one target for each prediction, but received targets of shape {} for "
      "predictions of shape {}. Make class numbers one-hot with utils::to_categorical, or give "
      "the last layer the shape of one target.",
      metric.name(), to_string(y_true), to_string(y_pred)));
}

ConfusionCounts::ConfusionCounts(const std::vector<double>& thresholds, bool are_even)
    : thresholds_(thresholds.begin(), thresholds.end()), are_even_(are_even) {
  reset(1);
}

void ConfusionCounts::reset(std::size_t labels) {
  true_positives_.assign(thresholds_.size() * labels, 0.0);
  false_positives_.assign(thresholds_.size() * labels, 0.0);
  positives_.assign(labels, 0.0);
  negatives_.assign(labels, 0.0);
}

/// The last of evenly spaced thresholds below a prediction; negative if there is none.
float ConfusionCounts::last_over(float prediction) const {
  const float p = prediction < 0.0f ? 0.0f : prediction > 1.0f ? 1.0f : prediction;
  const float last = std::ceil(p * static_cast<float>(thresholds_.size() - 1)) - 1.0f;
  const bool starts_below_0 = thresholds_.front() < 0.0f;
  return starts_below_0 && last < 0.0f ? 0.0f : last;
}

void ConfusionCounts::add(std::size_t label, bool is_positive, float prediction, float weight) {
  (is_positive ? positives_ : negatives_)[label] += double{weight};
  std::vector<double>& over = is_positive ? true_positives_ : false_positives_;
  const float last = are_even_ ? last_over(prediction) : 0.0f;
  for (std::size_t i = 0; i < thresholds_.size(); ++i) {
    const bool is_over = are_even_ ? static_cast<float>(i) <= last : prediction > thresholds_[i];
    if (is_over) over[i * labels() + label] += double{weight};
  }
}

double ConfusionCounts::true_positives(std::size_t threshold, std::size_t label) const {
  return true_positives_[threshold * labels() + label];
}

double ConfusionCounts::false_positives(std::size_t threshold, std::size_t label) const {
  return false_positives_[threshold * labels() + label];
}

double ConfusionCounts::false_negatives(std::size_t threshold, std::size_t label) const {
  return positives_[label] - true_positives(threshold, label);
}

double ConfusionCounts::true_negatives(std::size_t threshold, std::size_t label) const {
  return negatives_[label] - false_positives(threshold, label);
}

void ConfusionCounts::archive(utils::StateArchive& archive) {
  archive(true_positives_, false_positives_, positives_, negatives_);
}

}  // namespace keratin::metrics
