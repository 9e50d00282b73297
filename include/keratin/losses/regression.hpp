#pragma once

#include <string>

#include "keratin/losses/loss.hpp"

namespace keratin::losses {

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

struct MeanAbsoluteErrorOptions {
  std::string reduction = "sum_over_batch_size";
  std::string name = "mean_absolute_error";
};

/// The mean of |y_true - y_pred| over the last axis; its slope is 0 where they are equal.
class MeanAbsoluteError : public NamedLoss {
 public:
  explicit MeanAbsoluteError(const MeanAbsoluteErrorOptions& options = {});
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

}  // namespace keratin::losses
