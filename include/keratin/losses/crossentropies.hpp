#pragma once

#include <optional>
#include <string>

#include "keratin/losses/loss.hpp"

namespace keratin::losses {

/// The named arguments of BinaryCrossentropy, in Keras's order.
struct BinaryCrossentropyOptions {
  bool from_logits = false;      ///< whether predictions are logits, not probabilities
  double label_smoothing = 0.0;  ///< moves targets towards 1/2; 0 to 1
  int axis = -1;                 ///< the axis of the mean
  std::string reduction = "sum_over_batch_size";
  std::string name = "binary_crossentropy";
};

/// The mean of -y_true log(y_pred) - (1 - y_true) log(1 - y_pred) over an axis, with predictions clipped to
/// [1e-7, 1 - 1e-7].
class BinaryCrossentropy : public NamedLoss {
 public:
  /// Throws ValueError if label_smoothing is not within [0, 1] and if axis is that of the batch.
  explicit BinaryCrossentropy(const BinaryCrossentropyOptions& options = {});

  void check(const Shape& y_true, const Shape& y_pred) const override;
  [[nodiscard]] Shape output_shape(const Shape& y_pred) const override;
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
  [[nodiscard]] std::shared_ptr<const Loss> of_logits(const activations::Function& activation) const override;

 private:
  BinaryCrossentropyOptions options_;
};

/// The named arguments of CategoricalCrossentropy, in Keras's order.
struct CategoricalCrossentropyOptions {
  bool from_logits = false;      ///< whether predictions are logits, not probabilities
  double label_smoothing = 0.0;  ///< moves targets towards 1 / classes; 0 to 1
  int axis = -1;                 ///< the axis of the classes
  std::string reduction = "sum_over_batch_size";
  std::string name = "categorical_crossentropy";
};

/// The sum of -y_true log(y_pred) over the axis of the classes: predictions are divided by their sum, then
/// clipped to [1e-7, 1 - 1e-7].
class CategoricalCrossentropy : public NamedLoss {
 public:
  /// Throws ValueError if label_smoothing is not within [0, 1] and if axis is that of the batch.
  explicit CategoricalCrossentropy(const CategoricalCrossentropyOptions& options = {});

  /// Targets are one-hot: of the predictions' shape, with two classes or more.
  void check(const Shape& y_true, const Shape& y_pred) const override;

  [[nodiscard]] Shape output_shape(const Shape& y_pred) const override;
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
  [[nodiscard]] std::shared_ptr<const Loss> of_logits(const activations::Function& activation) const override;

 private:
  CategoricalCrossentropyOptions options_;
};

/// The named arguments of SparseCategoricalCrossentropy, in Keras's order.
struct SparseCategoricalCrossentropyOptions {
  bool from_logits = false;              ///< whether predictions are logits, not probabilities
  std::optional<int> ignore_class = {};  ///< targets of this class are ignored
  std::string reduction = "sum_over_batch_size";
  int axis = -1;  ///< the axis of the classes
  std::string name = "sparse_categorical_crossentropy";
};

/// -log of the probability that y_pred gives to the class y_true: predictions are clipped to [1e-7, 1 -
/// 1e-7], then divided by their sum.
class SparseCategoricalCrossentropy : public NamedLoss {
 public:
  /// Throws ValueError if axis is that of the batch.
  explicit SparseCategoricalCrossentropy(const SparseCategoricalCrossentropyOptions& options = {});

  /// Targets are class numbers: of the predictions' shape without the axis of classes, or with 1 there.
  void check(const Shape& y_true, const Shape& y_pred) const override;

  /// Each target is a whole number from 0 to classes - 1, or ignore_class.
  void check_values(View y_true, const Shape& y_pred) const override;

  [[nodiscard]] Shape output_shape(const Shape& y_pred) const override;
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
  void mask(View y_true, Buffer weights) const override;
  [[nodiscard]] std::shared_ptr<const Loss> of_logits(const activations::Function& activation) const override;

 private:
  [[nodiscard]] bool is_ignored(float target) const;

  SparseCategoricalCrossentropyOptions options_;
};

}  // namespace keratin::losses
