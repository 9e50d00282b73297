#pragma once

#include <memory>
#include <string>

#include "keratin/activations.hpp"
#include "keratin/identifier.hpp"
#include "keratin/view.hpp"

namespace keratin::losses {

/// What training makes small. A loss of your own derives from it and gives a value and its gradient.
class Loss {
 public:
  virtual ~Loss() = default;

  /// Keras's name, such as `mean_squared_error`.
  [[nodiscard]] virtual std::string name() const = 0;

  /// Throws ValueError where targets of shape `y_true` do not fit predictions of shape `y_pred`, batch
  /// included. Unless overridden, they fit where both shapes are the same, or where y_true lacks a last axis
  /// of size 1.
  virtual void check(const Shape& y_true, const Shape& y_pred) const;

  /// Throws ValueError where a number in `y_true`, whose shape check() accepts, is no target for predictions
  /// of shape `y_pred`. Unless overridden, any number is one.
  virtual void check_values(View y_true, const Shape& y_pred) const;

  /// Writes the loss of each entry: `losses` has y_pred's shape without its last axis. Targets that check()
  /// accepts without a last axis of size 1 come as aligned() makes them.
  virtual void call(View y_true, View y_pred, Buffer losses) const = 0;

  /// Writes to `dy_pred` the gradient of the sum of dlosses · call(y_true, y_pred).
  virtual void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const = 0;

  /// This loss as a function of the logits, for predictions that `activation` makes from them; null where it
  /// has no such form. Keras trains with it wherever a model ends with that activation, even where the loss
  /// was made with from_logits = true.
  [[nodiscard]] virtual std::shared_ptr<const Loss> of_logits(const activations::Function& activation) const;
};

/// The loss that an identifier means, null for an empty one: a class's name (`MeanSquaredError`), the name of
/// Keras's function (`mean_squared_error`) or its short form (`mse`). Throws ValueError for another name,
/// listing those.
std::shared_ptr<const Loss> get(const Identifier<Loss>& identifier);

/// `y_true` with a last axis of size 1 where only that is missing to y_pred's rank: (n,) against (n, 1) is
/// (n, 1).
View aligned(View y_true, const Shape& y_pred);

/// The mean of (y_true - y_pred)² over the last axis.
class MeanSquaredError : public Loss {
 public:
  [[nodiscard]] std::string name() const override { return "mean_squared_error"; }
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

/// The mean of |y_true - y_pred| over the last axis; its slope is 0 where they are equal.
class MeanAbsoluteError : public Loss {
 public:
  [[nodiscard]] std::string name() const override { return "mean_absolute_error"; }
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
};

struct BinaryCrossentropyOptions {
  bool from_logits = false;      ///< whether predictions are logits, not probabilities
  double label_smoothing = 0.0;  ///< draws targets so far towards 1/2; 0 to 1
};

/// The mean of -y_true log(y_pred) - (1 - y_true) log(1 - y_pred) over the last axis, with predictions
/// clipped to [1e-7, 1 - 1e-7].
class BinaryCrossentropy : public Loss {
 public:
  /// Throws ValueError where label_smoothing is not within [0, 1].
  explicit BinaryCrossentropy(const BinaryCrossentropyOptions& options = {});

  [[nodiscard]] std::string name() const override { return "binary_crossentropy"; }
  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
  [[nodiscard]] std::shared_ptr<const Loss> of_logits(const activations::Function& activation) const override;

 private:
  BinaryCrossentropyOptions options_;
};

struct CategoricalCrossentropyOptions {
  bool from_logits = false;      ///< whether predictions are logits, not probabilities
  double label_smoothing = 0.0;  ///< draws targets so far towards 1 / classes; 0 to 1
};

/// The sum of -y_true log(y_pred) over the last axis, the classes: predictions are divided by their sum, then
/// clipped to [1e-7, 1 - 1e-7].
class CategoricalCrossentropy : public Loss {
 public:
  /// Throws ValueError where label_smoothing is not within [0, 1].
  explicit CategoricalCrossentropy(const CategoricalCrossentropyOptions& options = {});

  [[nodiscard]] std::string name() const override { return "categorical_crossentropy"; }

  /// Targets are one-hot: of the predictions' shape, with two classes or more.
  void check(const Shape& y_true, const Shape& y_pred) const override;

  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
  [[nodiscard]] std::shared_ptr<const Loss> of_logits(const activations::Function& activation) const override;

 private:
  CategoricalCrossentropyOptions options_;
};

struct SparseCategoricalCrossentropyOptions {
  bool from_logits = false;  ///< whether predictions are logits, not probabilities
};

/// -log of the probability that y_pred gives to the class y_true: predictions are clipped to [1e-7, 1 -
/// 1e-7], then divided by their sum.
class SparseCategoricalCrossentropy : public Loss {
 public:
  explicit SparseCategoricalCrossentropy(const SparseCategoricalCrossentropyOptions& options = {});

  [[nodiscard]] std::string name() const override { return "sparse_categorical_crossentropy"; }

  /// Targets are class numbers: of the predictions' shape without its last axis, or with 1 there.
  void check(const Shape& y_true, const Shape& y_pred) const override;

  /// Each target is a whole number from 0 to classes - 1.
  void check_values(View y_true, const Shape& y_pred) const override;

  void call(View y_true, View y_pred, Buffer losses) const override;
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override;
  [[nodiscard]] std::shared_ptr<const Loss> of_logits(const activations::Function& activation) const override;

 private:
  SparseCategoricalCrossentropyOptions options_;
};

}  // namespace keratin::losses
