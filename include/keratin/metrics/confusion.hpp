#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "keratin/metrics/metric.hpp"

namespace keratin::metrics {

/// One threshold, or a list of them.
class Thresholds : public std::vector<double> {
 public:
  using std::vector<double>::vector;
  Thresholds(double threshold) : vector({threshold}) {}
};

/// For each threshold, the weight of the predictions over it, by what their targets say.
class ConfusionCounts {
 public:
  ConfusionCounts(const std::vector<double>& thresholds, bool are_even);

  void reset(std::size_t labels);
  void add(std::size_t label, bool is_positive, float prediction, float weight);

  [[nodiscard]] std::size_t thresholds() const { return thresholds_.size(); }
  [[nodiscard]] std::size_t labels() const { return positives_.size(); }
  [[nodiscard]] double true_positives(std::size_t threshold, std::size_t label = 0) const;
  [[nodiscard]] double false_positives(std::size_t threshold, std::size_t label = 0) const;
  [[nodiscard]] double false_negatives(std::size_t threshold, std::size_t label = 0) const;
  [[nodiscard]] double true_negatives(std::size_t threshold, std::size_t label = 0) const;

  /// Writes the counts down, or restores them.
  void archive(utils::StateArchive& archive);

 private:
  [[nodiscard]] float last_over(float prediction) const;

  std::vector<float> thresholds_;
  bool are_even_;
  std::vector<double> true_positives_, false_positives_;  ///< [threshold][label]
  std::vector<double> positives_, negatives_;             ///< [label]
};

/// What Precision and Recall share: counts over thresholds of all predictions, of the largest of each row, or
/// of one class.
class ThresholdMetric : public Metric {
 public:
  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] std::string class_name() const override { return class_name_; }
  [[nodiscard]] Config get_config() const override;
  void check(const Shape& y_true, const Shape& y_pred) const override;
  void reset_state() override { counts_.reset(1); }
  void update_state(View y_true, View y_pred, View sample_weight = {}) override;

  /// Throws ValueError where there are several thresholds.
  [[nodiscard]] std::optional<bool> rises() const override { return true; }
  void archive(utils::StateArchive& archive) override { counts_.archive(archive); }
  [[nodiscard]] double result() const override;

  /// The figure for each threshold.
  [[nodiscard]] std::vector<double> results() const;

 protected:
  ThresholdMetric(const char* class_name, const std::string& name, const Thresholds& thresholds,
                  std::optional<int> top_k, std::optional<int> class_id);

 private:
  [[nodiscard]] virtual double figure(const ConfusionCounts& counts, std::size_t threshold) const = 0;

  std::string name_, class_name_;
  Thresholds thresholds_;  ///< as they were given
  std::optional<int> top_k_, class_id_;
  ConfusionCounts counts_;
  std::vector<float> largest_;
};

/// The named arguments of Precision, in Keras's order.
struct PrecisionOptions {
  Thresholds thresholds = {};        ///< predictions over it count as 1; from 0 to 1, by default 0.5
  std::optional<int> top_k = {};     ///< only the largest so many of each row count as 1
  std::optional<int> class_id = {};  ///< the one column that is looked at
  std::string name = {};             ///< counted from "precision" where empty
};

/// The share of the predictions that are 1 whose targets are 1 too.
class Precision : public ThresholdMetric {
 public:
  /// Throws ValueError for a threshold outside [0, 1] and for top_k below 1.
  explicit Precision(const PrecisionOptions& options = {});
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;

 private:
  [[nodiscard]] double figure(const ConfusionCounts& counts, std::size_t threshold) const override;
};

/// The named arguments of Recall, in Keras's order.
struct RecallOptions {
  Thresholds thresholds = {};        ///< predictions over it count as 1; from 0 to 1, by default 0.5
  std::optional<int> top_k = {};     ///< only the largest so many of each row count as 1
  std::optional<int> class_id = {};  ///< the one column that is looked at
  std::string name = {};             ///< counted from "recall" where empty
};

/// The share of the targets that are 1 whose predictions are 1 too.
class Recall : public ThresholdMetric {
 public:
  /// Throws ValueError for a threshold outside [0, 1] and for top_k below 1.
  explicit Recall(const RecallOptions& options = {});
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;

 private:
  [[nodiscard]] double figure(const ConfusionCounts& counts, std::size_t threshold) const override;
};

/// The named arguments of AUC, in Keras's order.
struct AUCOptions {
  int num_thresholds = 200;
  std::string curve = "ROC";  ///< or "PR", "PRGAIN": precision over recall, or their gains
  std::string summation_method = "interpolation";  ///< or "minoring", "majoring": below or above the curve
  std::string name = {};                           ///< counted from "auc" where empty
  std::optional<std::vector<double>> thresholds = {};  ///< instead of num_thresholds, 0 and 1 come with them
  bool multi_label = false;                ///< whether each column has an area, and their mean is taken
  std::optional<int> num_labels = {};      ///< how many columns there are; with multi_label alone
  std::vector<double> label_weights = {};  ///< how much each column counts
  bool from_logits = false;                ///< whether predictions are logits, not probabilities
};

/// The area under the curve that the thresholds make, from counts at each of them.
class AUC : public Metric {
 public:
  /// Throws ValueError for fewer than two thresholds, and for names and numbers that are not known.
  explicit AUC(const AUCOptions& options = {});

  [[nodiscard]] std::string name() const override { return options_.name; }
  [[nodiscard]] std::string class_name() const override { return "AUC"; }
  [[nodiscard]] Config get_config() const override;
  void check(const Shape& y_true, const Shape& y_pred) const override;
  void reset_state() override;
  void update_state(View y_true, View y_pred, View sample_weight = {}) override;
  [[nodiscard]] double result() const override;
  [[nodiscard]] std::optional<bool> rises() const override { return true; }
  void archive(utils::StateArchive& archive) override { counts_.archive(archive); }
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;

 private:
  [[nodiscard]] double area(std::size_t label) const;
  [[nodiscard]] double area_step(std::size_t threshold, std::size_t label) const;
  [[nodiscard]] double interpolated_pr_step(std::size_t threshold, std::size_t label) const;

  AUCOptions options_;
  bool is_pr_;
  ConfusionCounts counts_;
};

}  // namespace keratin::metrics
