#pragma once

#include <memory>
#include <string>
#include <vector>

#include "keratin/metrics/metric.hpp"

namespace keratin::metrics {

/// The named arguments of Accuracy, in Keras's order.
struct AccuracyOptions {
  std::string name = "accuracy";
};

/// How many predictions equal their targets.
class Accuracy : public MeanMetric {
 public:
  explicit Accuracy(const AccuracyOptions& options = {});
  void check(const Shape& y_true, const Shape& y_pred) const override;
  [[nodiscard]] std::optional<bool> rises() const override { return true; }
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;

 private:
  Shape measure(View y_true, View y_pred, std::vector<float>& values) const override;
};

/// The named arguments of BinaryAccuracy, in Keras's order.
struct BinaryAccuracyOptions {
  std::string name = "binary_accuracy";
  double threshold = 0.5;  ///< predictions above it count as 1
};

/// How many predictions, as 0 or 1, equal their targets.
class BinaryAccuracy : public MeanMetric {
 public:
  /// Throws ValueError for a threshold that is not a number.
  explicit BinaryAccuracy(const BinaryAccuracyOptions& options = {});
  void check(const Shape& y_true, const Shape& y_pred) const override;
  [[nodiscard]] std::optional<bool> rises() const override { return true; }
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;

 private:
  Shape measure(View y_true, View y_pred, std::vector<float>& values) const override;

  float threshold_;
};

/// The named arguments of CategoricalAccuracy, in Keras's order.
struct CategoricalAccuracyOptions {
  std::string name = "categorical_accuracy";
};

/// How often the largest prediction is for the class of the largest target.
class CategoricalAccuracy : public MeanMetric {
 public:
  explicit CategoricalAccuracy(const CategoricalAccuracyOptions& options = {});
  void check(const Shape& y_true, const Shape& y_pred) const override;
  [[nodiscard]] std::optional<bool> rises() const override { return true; }
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;

 private:
  Shape measure(View y_true, View y_pred, std::vector<float>& values) const override;
};

/// The named arguments of SparseCategoricalAccuracy, in Keras's order.
struct SparseCategoricalAccuracyOptions {
  std::string name = "sparse_categorical_accuracy";
};

/// How often the largest prediction is for the target's class number.
class SparseCategoricalAccuracy : public MeanMetric {
 public:
  explicit SparseCategoricalAccuracy(const SparseCategoricalAccuracyOptions& options = {});
  void check(const Shape& y_true, const Shape& y_pred) const override;
  [[nodiscard]] std::optional<bool> rises() const override { return true; }
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;

 private:
  Shape measure(View y_true, View y_pred, std::vector<float>& values) const override;
};

/// The named arguments of TopKCategoricalAccuracy, in Keras's order.
struct TopKCategoricalAccuracyOptions {
  int k = 5;
  std::string name = "top_k_categorical_accuracy";
};

/// How often fewer than k predictions exceed the prediction for the class of the largest target.
class TopKCategoricalAccuracy : public MeanMetric {
 public:
  /// Throws ValueError for k below 1.
  explicit TopKCategoricalAccuracy(const TopKCategoricalAccuracyOptions& options = {});
  void check(const Shape& y_true, const Shape& y_pred) const override;
  [[nodiscard]] std::optional<bool> rises() const override { return true; }
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;

 private:
  Shape measure(View y_true, View y_pred, std::vector<float>& values) const override;

  int k_;
};

}  // namespace keratin::metrics
