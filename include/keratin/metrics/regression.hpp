#pragma once

#include <memory>
#include <string>
#include <vector>

#include "keratin/losses.hpp"
#include "keratin/metrics/metric.hpp"

namespace keratin::metrics {

/// The mean of a loss.
class LossMetric : public MeanMetric {
 public:
  /// Throws ValueError if there is no loss. Logged under the loss's name if `name` is empty.
  explicit LossMetric(const Identifier<losses::Loss>& loss, const std::string& name = "");
  void check(const Shape& y_true, const Shape& y_pred) const override;
  [[nodiscard]] std::optional<bool> rises() const override { return false; }
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;

 protected:
  LossMetric(const char* class_name, Config config, std::shared_ptr<const losses::Loss> loss);

 private:
  Shape measure(View y_true, View y_pred, std::vector<float>& values) const override;

  std::shared_ptr<const losses::Loss> loss_;
};

/// The named arguments of MeanSquaredError, in Keras's order.
struct MeanSquaredErrorOptions {
  std::string name = "mean_squared_error";
};

/// The mean of (y_true - y_pred)².
class MeanSquaredError : public LossMetric {
 public:
  explicit MeanSquaredError(const MeanSquaredErrorOptions& options = {});
};

/// The named arguments of MeanAbsoluteError, in Keras's order.
struct MeanAbsoluteErrorOptions {
  std::string name = "mean_absolute_error";
};

/// The mean of |y_true - y_pred|.
class MeanAbsoluteError : public LossMetric {
 public:
  explicit MeanAbsoluteError(const MeanAbsoluteErrorOptions& options = {});
};

/// The named arguments of RootMeanSquaredError, in Keras's order.
struct RootMeanSquaredErrorOptions {
  std::string name = "root_mean_squared_error";
};

/// The square root of the mean of (y_true - y_pred)².
class RootMeanSquaredError : public LossMetric {
 public:
  explicit RootMeanSquaredError(const RootMeanSquaredErrorOptions& options = {});
  [[nodiscard]] double result() const override;
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;
};

/// The named arguments of CosineSimilarity, in Keras's order.
struct CosineSimilarityOptions {
  std::string name = "cosine_similarity";
  int axis = -1;  ///< the axis of the vectors
};

/// The mean cosine of the angle between y_true and y_pred along an axis: minus the loss of that name.
class CosineSimilarity : public LossMetric {
 public:
  /// Throws ValueError if axis is that of the batch.
  explicit CosineSimilarity(const CosineSimilarityOptions& options = {});
  [[nodiscard]] double result() const override;
  [[nodiscard]] std::optional<bool> rises() const override { return true; }
  [[nodiscard]] std::shared_ptr<Metric> clone() const override;
};

}  // namespace keratin::metrics
