#pragma once

#include <functional>
#include <string>

#include "keratin/losses/loss.hpp"

namespace keratin::losses {

/// The named arguments of MeanSquaredError, in Keras's order.
struct MeanSquaredErrorOptions {
  std::string reduction = "sum_over_batch_size";
  std::string name = "mean_squared_error";
};

/// The mean of (y_true - y_pred)² over the last axis.
class MeanSquaredError : public NamedLoss {
 public:
  explicit MeanSquaredError(const MeanSquaredErrorOptions& options = {});
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

/// The named arguments of MeanAbsoluteError, in Keras's order.
struct MeanAbsoluteErrorOptions {
  std::string reduction = "sum_over_batch_size";
  std::string name = "mean_absolute_error";
};

/// The mean of |y_true - y_pred| over the last axis; its slope is 0 if they are equal.
class MeanAbsoluteError : public NamedLoss {
 public:
  explicit MeanAbsoluteError(const MeanAbsoluteErrorOptions& options = {});
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

/// The named arguments of MeanAbsolutePercentageError, in Keras's order.
struct MeanAbsolutePercentageErrorOptions {
  std::string reduction = "sum_over_batch_size";
  std::string name = "mean_absolute_percentage_error";
};

/// 100 times the mean of |y_true - y_pred| / max(|y_true|, 1e-7) over the last axis.
class MeanAbsolutePercentageError : public NamedLoss {
 public:
  explicit MeanAbsolutePercentageError(const MeanAbsolutePercentageErrorOptions& options = {});
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

/// The named arguments of MeanSquaredLogarithmicError, in Keras's order.
struct MeanSquaredLogarithmicErrorOptions {
  std::string reduction = "sum_over_batch_size";
  std::string name = "mean_squared_logarithmic_error";
};

/// The mean of (log(y_true + 1) - log(y_pred + 1))² over the last axis, with both at least 1e-7.
class MeanSquaredLogarithmicError : public NamedLoss {
 public:
  explicit MeanSquaredLogarithmicError(const MeanSquaredLogarithmicErrorOptions& options = {});
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

/// The named arguments of Huber, in Keras's order.
struct HuberOptions {
  double delta = 1.0;  ///< the error at which the parabola becomes a line; not negative
  std::string reduction = "sum_over_batch_size";
  std::string name = "huber_loss";
};

/// The mean over the last axis of ½ e² for errors e up to delta, and delta |e| - ½ delta² beyond.
class Huber : public NamedLoss {
 public:
  /// Throws ValueError for a delta that is negative or not finite.
  explicit Huber(const HuberOptions& options = {});
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;

 private:
  float delta_;
};

/// The named arguments of LogCosh, in Keras's order.
struct LogCoshOptions {
  std::string reduction = "sum_over_batch_size";
  std::string name = "log_cosh";
};

/// The mean of log(cosh(y_pred - y_true)) over the last axis.
class LogCosh : public NamedLoss {
 public:
  explicit LogCosh(const LogCoshOptions& options = {});
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

/// The named arguments of CosineSimilarity, in Keras's order.
struct CosineSimilarityOptions {
  int axis = -1;  ///< the axis of the vectors
  std::string reduction = "sum_over_batch_size";
  std::string name = "cosine_similarity";
};

/// Minus the cosine of the angle between y_true and y_pred along an axis; 0 if one of them is all zeros.
class CosineSimilarity : public NamedLoss {
 public:
  /// Throws ValueError if axis is that of the batch.
  explicit CosineSimilarity(const CosineSimilarityOptions& options = {});
  void check(const Shape& y_true, const Shape& y_pred) const override;
  [[nodiscard]] Shape output_shape(const Shape& y_pred) const override;
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;

 private:
  int axis_;
};

/// The named arguments of LossFunctionWrapper, in Keras's order.
struct LossFunctionWrapperOptions {
  std::string reduction = "sum_over_batch_size";
  std::string name = "loss";
};

/// Your own loss, made from two functions of a target and a prediction: the mean of `value` over the last
/// axis. `slope` is its derivative with respect to the prediction.
class LossFunctionWrapper : public NamedLoss {
 public:
  using Function = std::function<float(float target, float prediction)>;

  /// Throws ValueError if a function is empty.
  LossFunctionWrapper(Function value, Function slope, const LossFunctionWrapperOptions& options = {});
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;

 private:
  Function value_, slope_;
};

}  // namespace keratin::losses
