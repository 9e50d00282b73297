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

/// For each threshold, the weight of the predictions above it, by target.
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

  /// Saves the counts, or restores them.
  void archive(utils::StateArchive& archive);

 private:
  [[nodiscard]] float last_over(float prediction) const;

  std::vector<float> thresholds_;
  bool are_even_;
  std::vector<double> true_positives_, false_positives_;  ///< [threshold][label]
  std::vector<double> positives_, negatives_;             ///< [label]
};

/// The base of Precision and Recall: counts, per threshold, all predictions, the largest of each row, or
/// those of one class.
class ThresholdMetric : public Metric {
 public:
  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] std::string class_name() const override { return class_name_; }
  [[nodiscard]] Config get_config() const override;
  void check(const Shape& y_true, const Shape& y_pred) const override;
  void reset_state() override { counts_.reset(1); }
  void update_state(View y_true, View y_pred, View sample_weight = {}) override;

  /// Throws ValueError if there are several thresholds.
  [[nodiscard]] std::optional<bool> rises() const override { return true; }
  void archive(utils::StateArchive& archive) override { counts_.archive(archive); }
  [[nodiscard]] double result() const override;

  /// The value for each threshold.
  [[nodiscard]] std::vector<double> results() const;

 protected:
  ThresholdMetric(const char* class_name, const std::string& name, const Thresholds& thresholds,
                  std::optional<int> top_k, std::optional<int> class_id);

 private:
  [[nodiscard]] virtual double value_at(const ConfusionCounts& counts, std::size_t threshold) const = 0;

  std::string name_, class_name_;
  Thresholds thresholds_;  ///< as they were given
  std::optional<int> top_k_, class_id_;
  ConfusionCounts counts_;
  std::vector<float> largest_;
};

/// The named arguments of Precision, in Keras's order.
struct PrecisionOptions {
  Thresholds thresholds = {};        ///< predictions above it count as 1; from 0 to 1, by default 0.5
  std::optional<int> top_k = {};     ///< only the k largest of each row count as 1
  std::optional<int> class_id = {};  ///< uses only this column
  std::string name = {};             ///< numbered from "precision" if empty
};

/// The fraction of the predictions of 1 whose target is 1.
class Precision : public ThresholdMetric {
 public:
  /// Throws ValueError for a threshold outside [0, 1] and for top_k below 1.
  explicit Precision(const PrecisionOptions& options = {});
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;

 private:
  [[nodiscard]] double value_at(const ConfusionCounts& counts, std::size_t threshold) const override;
};

/// The named arguments of Recall, in Keras's order.
struct RecallOptions {
  Thresholds thresholds = {};        ///< predictions above it count as 1; from 0 to 1, by default 0.5
  std::optional<int> top_k = {};     ///< only the k largest of each row count as 1
  std::optional<int> class_id = {};  ///< uses only this column
  std::string name = {};             ///< numbered from "recall" if empty
};

/// The fraction of the targets of 1 whose prediction is 1.
class Recall : public ThresholdMetric {
 public:
  /// Throws ValueError for a threshold outside [0, 1] and for top_k below 1.
  explicit Recall(const RecallOptions& options = {});
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;

 private:
  [[nodiscard]] double value_at(const ConfusionCounts& counts, std::size_t threshold) const override;
};

/// The named arguments of AUC, in Keras's order.
struct AUCOptions {
  int num_thresholds = 200;
  std::string curve = "ROC";  ///< or "PR", "PRGAIN": precision over recall, or their gains
  std::string summation_method = "interpolation";  ///< or "minoring", "majoring": below or above the curve
  std::string name = {};                           ///< numbered from "auc" if empty
  std::optional<std::vector<double>> thresholds = {};  ///< instead of num_thresholds; 0 and 1 are added
  bool multi_label = false;                            ///< whether to average the areas of the columns
  std::optional<int> num_labels = {};                  ///< how many columns there are; only with multi_label
  std::vector<double> label_weights = {};              ///< the weight of each column
  bool from_logits = false;                            ///< whether predictions are logits, not probabilities
};

/// The area under the curve of the counts at each threshold.
class AUC : public Metric {
 public:
  /// Throws ValueError for fewer than two thresholds, and for unknown names and numbers.
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
