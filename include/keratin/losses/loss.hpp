#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "keratin/activations.hpp"
#include "keratin/config.hpp"
#include "keratin/identifier.hpp"
#include "keratin/view.hpp"

namespace keratin::losses {

/// How the weighted losses of a batch's entries become one number.
enum class Reduction {
  sum_over_batch_size,      ///< their sum / their count; also "mean"
  sum,                      ///< their sum
  mean_with_sample_weight,  ///< their sum / the sum of their weights
  none                      ///< minimizes their sum, reports their mean
};

/// What training minimizes. Your own loss derives from it and gives a value and its gradient.
/// LossFunctionWrapper makes a loss from two functions of numbers.
class Loss {
 public:
  virtual ~Loss() = default;

  /// Keras's name, such as `mean_squared_error`.
  [[nodiscard]] virtual std::string name() const = 0;

  /// The name of the class in Keras; empty for a user's class, of which files hold the name() only.
  [[nodiscard]] virtual std::string class_name() const { return {}; }

  /// Keras's arguments.
  [[nodiscard]] virtual Config get_config() const { return {}; }

  [[nodiscard]] virtual Reduction reduction() const { return Reduction::sum_over_batch_size; }

  /// Throws ValueError if targets of shape `y_true` do not fit predictions of shape `y_pred`, batch included.
  /// Unless overridden, they fit if both shapes are the same or y_true lacks a last axis of size 1.
  virtual void check(const Shape& y_true, const Shape& y_pred) const;

  /// Throws ValueError if a number in `y_true`, whose shape check() accepts, is not a target for predictions
  /// of shape `y_pred`. Unless overridden, any number is a target.
  virtual void check_values(View y_true, const Shape& y_pred) const;

  /// The shape of the losses of predictions of this shape: without its last axis, unless overridden.
  [[nodiscard]] virtual Shape output_shape(const Shape& y_pred) const;

  /// Writes the loss of each entry: `losses` has the shape that output_shape() gives. Targets that check()
  /// accepts without a last axis of size 1 come as aligned() makes them.
  virtual void call(View y_true, View y_pred, Buffer losses) const = 0;

  /// Writes to `dy_pred` the gradient of the sum of dlosses · call(y_true, y_pred).
  virtual void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const = 0;

  /// Sets the weights of ignored entries to 0. Unless overridden, none are ignored.
  virtual void mask(View y_true, Buffer weights) const;

  /// This loss as a function of the logits, for predictions that `activation` makes from them; null if it has
  /// no such form. Keras trains with it if a model ends with that activation, even if the loss has
  /// from_logits = true.
  [[nodiscard]] virtual std::shared_ptr<const Loss> of_logits(const activations::Function& activation) const;
};

/// A loss with the options of all Keras losses.
class NamedLoss : public Loss {
 public:
  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] std::string class_name() const override { return class_name_; }
  [[nodiscard]] Config get_config() const override { return config_; }
  [[nodiscard]] Reduction reduction() const override { return reduction_; }

 protected:
  /// Throws ValueError if the reduction is none of "sum_over_batch_size", "sum", "mean",
  /// "mean_with_sample_weight" and "none".
  NamedLoss(std::string name, const std::string& reduction);

  /// A class that files can hold, and its arguments, including `name` and `reduction`.
  struct Known {
    const char* class_name;
    Config config;
  };
  explicit NamedLoss(Known known);

 private:
  std::string name_, class_name_;
  Config config_;
  Reduction reduction_;
};

/// The loss that an identifier stands for, null for an empty one: a class's name (`MeanSquaredError`), the
/// name of Keras's function (`mean_squared_error`) or its short form (`mse`). Throws ValueError for another
/// name, listing the known ones.
std::shared_ptr<const Loss> get(const Identifier<Loss>& identifier);

/// A loss as a config holds it: a name stays a name, and a loss of a user's class becomes its name. Throws
/// ValueError if that is a name of Keras's.
Config to_config(const Identifier<Loss>& identifier);

/// The loss in a config's `argument`, in the form of any Keras version. Throws ValueError for an unknown
/// class or argument, and for values out of range.
void read_argument(std::string_view argument, const Config& config, Identifier<Loss>& identifier);

/// `y_true` with a last axis of size 1 if y_pred's rank has only that more: (n,) against (n, 1) is (n, 1).
View aligned(View y_true, const Shape& y_pred);

}  // namespace keratin::losses

namespace keratin {

/// Lets the name() of your own loss mean that loss: in compile(), and in the files of models that were
/// compiled with it. Throws ValueError for an empty name, and for a name of Keras's.
void register_loss(const Identifier<losses::Loss>& loss);

}  // namespace keratin
