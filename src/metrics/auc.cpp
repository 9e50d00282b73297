#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "keratin/error.hpp"
#include "keratin/utils/naming.hpp"
#include "losses/weighing.hpp"
#include "metrics/confusion.hpp"
#include "metrics/fields.hpp"

namespace keratin::metrics {

namespace {

/// The thresholds inside (0, 1), in order, and one slightly beyond each end, so that rounding excludes no
/// prediction.
std::vector<double> thresholds_of(const AUCOptions& options) {
  std::vector<double> thresholds = options.thresholds.value_or(std::vector<double>{});
  for (int i = 1; !options.thresholds && i < options.num_thresholds - 1; ++i)
    thresholds.push_back(i * 1.0 / (options.num_thresholds - 1));
  std::sort(thresholds.begin(), thresholds.end());
  thresholds.insert(thresholds.begin(), 0.0 - 1e-7);
  thresholds.push_back(1.0 + 1e-7);
  return thresholds;
}

bool are_even(const AUCOptions& options) {
  if (!options.thresholds) return true;
  std::vector<double> thresholds = thresholds_of(options);
  thresholds.front() = 0.0;
  thresholds.back() = 1.0;
  return are_evenly_distributed(thresholds);
}

void check_options(const AUCOptions& options) {
  const auto fail = [](const std::string& what) { throw ValueError("AUC: " + what); };
  constexpr int most = 1'000'000;
  if (!options.thresholds && (options.num_thresholds < 2 || options.num_thresholds > most))
    fail(fmt::format("num_thresholds must be from 2 to {}, but received {}.", most, options.num_thresholds));
  for (double threshold : options.thresholds.value_or(std::vector<double>{})) {
    if (!(threshold >= 0.0 && threshold <= 1.0))
      fail(fmt::format("thresholds must be from 0 to 1, but received {}.", threshold));
  }
  constexpr std::array curves = {"ROC", "roc", "PR", "pr", "PRGAIN", "prgain"};
  if (std::find(curves.begin(), curves.end(), options.curve) == curves.end())
    fail(fmt::format("curve must be \"ROC\", \"PR\" or \"PRGAIN\", but received \"{}\".", options.curve));
  if (options.summation_method != "interpolation" && options.summation_method != "minoring" &&
      options.summation_method != "majoring") {
    fail(
        fmt::format("summation_method must be \"interpolation\", \"minoring\" or \"majoring\", but received "
                    "\"{}\".",
                    options.summation_method));
  }
  for (double weight : options.label_weights) {
    if (!(weight >= 0.0) || !std::isfinite(weight))
      fail(fmt::format("label_weights must be finite numbers, 0 or more, but received {}.", weight));
  }
  if (options.num_labels && !options.multi_label) fail("num_labels is only for multi_label = true.");
  if (options.num_labels && *options.num_labels < 1)
    fail(fmt::format("num_labels must be 1 or more, but received {}.", *options.num_labels));
}

struct Point {
  double x, y;
};

Point roc_point(const ConfusionCounts& counts, std::size_t threshold, std::size_t label) {
  const double hits = counts.true_positives(threshold, label);
  const double alarms = counts.false_positives(threshold, label);
  return {ratio(alarms, alarms + counts.true_negatives(threshold, label)),
          ratio(hits, hits + counts.false_negatives(threshold, label))};
}

Point pr_point(const ConfusionCounts& counts, std::size_t threshold, std::size_t label) {
  const double hits = counts.true_positives(threshold, label);
  return {ratio(hits, hits + counts.false_negatives(threshold, label)),
          ratio(hits, hits + counts.false_positives(threshold, label))};
}

/// Precision gain over recall gain (Flach and Kull, 2015). A recall gain below 0 counts as 0; without a true
/// positive they are 1 and 0.
Point pr_gain_point(const ConfusionCounts& counts, std::size_t threshold, std::size_t label) {
  const double hits = counts.true_positives(threshold, label);
  if (hits == 0.0) return {0.0, 1.0};
  const double misses = counts.false_negatives(threshold, label);
  const double alarms = counts.false_positives(threshold, label);
  const double odds = ratio(hits + misses, counts.true_negatives(threshold, label) + alarms);
  return {std::max(1.0 - odds * misses / hits, 0.0), 1.0 - odds * alarms / hits};
}

float sigmoid(float x) { return 1.0f / (1.0f + std::exp(-x)); }

}  // namespace

AUC::AUC(const AUCOptions& options)
    : options_((check_options(options), options)),
      is_pr_(options.curve == "PR" || options.curve == "pr"),
      counts_(thresholds_of(options), are_even(options)) {
  if (options.name.empty()) options_.name = utils::unique_name("AUC");
}

Config AUC::get_config() const { return metric_config(options_); }

void AUC::check(const Shape& y_true, const Shape& y_pred) const {
  check_one_by_one(*this, y_true, y_pred);
  const int columns = y_pred.empty() ? 1 : y_pred.back();
  const auto fail = [&](const std::string& needs) {
    throw ValueError(fmt::format("The metric {} {}, but received predictions of shape {}.", name(), needs,
                                 to_string(y_pred)));
  };
  if (options_.multi_label && y_pred.rank() != 2)
    fail("with multi_label = true needs predictions of shape (batch, labels)");
  if (options_.num_labels && *options_.num_labels != columns)
    fail(fmt::format("with num_labels = {0} needs predictions of shape (batch, {0})", *options_.num_labels));
  if (!options_.label_weights.empty() && static_cast<int>(options_.label_weights.size()) != columns)
    fail(fmt::format("with {0} label_weights needs rows of {0} predictions", options_.label_weights.size()));
}

void AUC::reset_state() { counts_.reset(counts_.labels()); }

void AUC::update_state(View y_true, View y_pred, View sample_weight) {
  check(y_true.shape(), y_pred.shape());
  if (!sample_weight.empty()) losses::check_sample_weight(name(), sample_weight.shape(), y_pred.shape());
  const losses::EntryWeights weights(sample_weight, y_pred.size());
  const std::size_t columns = y_pred.shape().empty() ? 1 : static_cast<std::size_t>(y_pred.shape().back());
  if (options_.multi_label && counts_.labels() != columns) counts_.reset(columns);
  for (std::size_t i = 0; i < y_pred.size(); ++i) {
    const std::size_t column = i % columns;
    const float p = options_.from_logits ? sigmoid(y_pred.data()[i]) : y_pred.data()[i];
    const bool weighs_columns = !options_.multi_label && !options_.label_weights.empty();
    const float of_column = weighs_columns ? static_cast<float>(options_.label_weights[column]) : 1.0f;
    counts_.add(options_.multi_label ? column : 0, y_true.data()[i] != 0.0f, p, weights[i] * of_column);
  }
}

/// The area between two adjacent thresholds, with precision interpolated as in Davis and Goadrich, 2006.
double AUC::interpolated_pr_step(std::size_t i, std::size_t label) const {
  const double hits = counts_.true_positives(i, label), next_hits = counts_.true_positives(i + 1, label);
  const double all = hits + counts_.false_positives(i, label);
  const double next_all = next_hits + counts_.false_positives(i + 1, label);
  const double slope = ratio(hits - next_hits, std::max(all - next_all, 0.0));
  const double intercept = next_hits - slope * next_all;
  const double growth = all > 0.0 && next_all > 0.0 ? all / next_all : 1.0;
  return ratio(slope * (hits - next_hits + intercept * std::log(growth)),
               std::max(next_hits + counts_.false_negatives(i + 1, label), 0.0));
}

double AUC::area_step(std::size_t i, std::size_t label) const {
  const bool is_gain = options_.curve == "PRGAIN" || options_.curve == "prgain";
  const auto point = is_pr_ ? pr_point : is_gain ? pr_gain_point : roc_point;
  const Point here = point(counts_, i, label), next = point(counts_, i + 1, label);
  const double low = std::min(here.y, next.y), high = std::max(here.y, next.y);
  const double height = options_.summation_method == "minoring"   ? low
                        : options_.summation_method == "majoring" ? high
                                                                  : (low + high) / 2.0;
  return (here.x - next.x) * height;
}

double AUC::area(std::size_t label) const {
  const bool interpolates_pr = is_pr_ && options_.summation_method == "interpolation";
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < counts_.thresholds(); ++i)
    sum += interpolates_pr ? interpolated_pr_step(i, label) : area_step(i, label);
  return sum;
}

double AUC::result() const {
  double sum = 0.0, weights = 0.0;
  for (std::size_t label = 0; label < counts_.labels(); ++label) {
    const bool weighs = options_.multi_label && label < options_.label_weights.size();
    const double weight = weighs ? options_.label_weights[label] : 1.0;
    sum += weight * area(label);
    weights += weight;
  }
  return ratio(sum, weights);
}

std::shared_ptr<Metric> AUC::clone() const { return std::make_shared<AUC>(*this); }

}  // namespace keratin::metrics
