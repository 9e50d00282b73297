#pragma once

#include <string>

#include "keratin/losses/loss.hpp"

namespace keratin::losses {

// Targets are -1 or 1. If all targets of a batch are 0 or 1, zeros count as -1.

/// The named arguments of Hinge, in Keras's order.
struct HingeOptions {
  std::string reduction = "sum_over_batch_size";
  std::string name = "hinge";
};

/// The mean of max(1 - y_true y_pred, 0) over the last axis.
class Hinge : public NamedLoss {
 public:
  explicit Hinge(const HingeOptions& options = {});
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

/// The named arguments of SquaredHinge, in Keras's order.
struct SquaredHingeOptions {
  std::string reduction = "sum_over_batch_size";
  std::string name = "squared_hinge";
};

/// The mean of max(1 - y_true y_pred, 0)² over the last axis.
class SquaredHinge : public NamedLoss {
 public:
  explicit SquaredHinge(const SquaredHingeOptions& options = {});
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

/// The named arguments of CategoricalHinge, in Keras's order.
struct CategoricalHingeOptions {
  std::string reduction = "sum_over_batch_size";
  std::string name = "categorical_hinge";
};

/// max(1 + the largest prediction for another class - that for the class, 0), with one-hot targets of the
/// predictions' shape.
class CategoricalHinge : public NamedLoss {
 public:
  explicit CategoricalHinge(const CategoricalHingeOptions& options = {});
  void check(const Shape& y_true, const Shape& y_pred) const override;
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

}  // namespace keratin::losses
