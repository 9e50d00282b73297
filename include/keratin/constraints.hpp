#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "keratin/axes.hpp"
#include "keratin/config.hpp"
#include "keratin/identifier.hpp"
#include "keratin/view.hpp"

/// What a weight must satisfy after each training step, as in keras.constraints.
namespace keratin::constraints {

/// Derive from this class to write your own constraint.
class Constraint {
 public:
  virtual ~Constraint() = default;

  /// Throws ValueError if weights of this shape cannot be constrained; unless overridden, all can.
  virtual void check(const Shape& /*shape*/) const {}

  /// Changes the numbers of a weight in place so that they satisfy it.
  virtual void operator()(Buffer weight) const = 0;

  /// The name of the class in Keras.
  [[nodiscard]] virtual std::string name() const { return "Constraint"; }

  /// The constructor arguments; unless overridden, none.
  [[nodiscard]] virtual Config get_config() const { return Config::entries(); }
};

/// A constraint of the norms √Σw² along some axes: 0 makes them those of each unit of a Dense, {0, 1, 2}
/// those of each filter of a Conv2D.
class NormConstraint : public Constraint {
 public:
  /// Throws ValueError for an axis that weights of this shape do not have, or that is named twice.
  void check(const Shape& shape) const override;
  void operator()(Buffer weight) const override;
  [[nodiscard]] const Axes& axis() const { return axis_; }

 protected:
  explicit NormConstraint(Axes axis) : axis_(std::move(axis)) {}

  /// The factor for numbers of this norm.
  [[nodiscard]] virtual float factor(float norm) const = 0;

 private:
  [[nodiscard]] Shape norms_shape(const Shape& shape) const;

  Axes axis_;
};

/// The named arguments of MaxNorm, in Keras's order.
struct MaxNormOptions {
  double max_value = 2.0;
  Axes axis = 0;
};

/// Norms of at most `max_value` (Srivastava et al., 2014).
class MaxNorm : public NormConstraint {
 public:
  explicit MaxNorm(double max_value = 2.0) : MaxNorm(MaxNormOptions{.max_value = max_value}) {}

  /// Throws ValueError for a max_value that is negative or not finite.
  explicit MaxNorm(const MaxNormOptions& options);
  [[nodiscard]] std::string name() const override { return "MaxNorm"; }
  [[nodiscard]] Config get_config() const override;
  [[nodiscard]] double max_value() const { return max_value_; }

 private:
  [[nodiscard]] float factor(float norm) const override;

  double max_value_;
};

/// The named arguments of MinMaxNorm, in Keras's order.
struct MinMaxNormOptions {
  double min_value = 0.0;
  double max_value = 1.0;
  double rate = 1.0;  ///< how far a norm outside moves to the nearer bound; 0 to 1
  Axes axis = 0;
};

/// Norms from `min_value` to `max_value`.
class MinMaxNorm : public NormConstraint {
 public:
  /// Throws ValueError for bounds that are negative, not finite or in the wrong order, and for another rate.
  explicit MinMaxNorm(const MinMaxNormOptions& options = {});
  [[nodiscard]] std::string name() const override { return "MinMaxNorm"; }
  [[nodiscard]] Config get_config() const override;
  [[nodiscard]] double min_value() const { return min_value_; }
  [[nodiscard]] double max_value() const { return max_value_; }
  [[nodiscard]] double rate() const { return rate_; }

 private:
  [[nodiscard]] float factor(float norm) const override;

  double min_value_, max_value_, rate_;
};

/// The named arguments of UnitNorm, in Keras's order.
struct UnitNormOptions {
  Axes axis = 0;
};

/// Norms of 1.
class UnitNorm : public NormConstraint {
 public:
  explicit UnitNorm(const UnitNormOptions& options = {}) : NormConstraint(options.axis) {}
  [[nodiscard]] std::string name() const override { return "UnitNorm"; }
  [[nodiscard]] Config get_config() const override;

 private:
  [[nodiscard]] float factor(float norm) const override;
};

/// No number below 0.
class NonNeg : public Constraint {
 public:
  void operator()(Buffer weight) const override;
  [[nodiscard]] std::string name() const override { return "NonNeg"; }
};

/// Numbers from −clip_value to clip_value: what the tutorials on Wasserstein GANs call their own class of
/// this (Arjovsky et al., 2017).
class ClipConstraint : public Constraint {
 public:
  /// Throws ValueError for a clip_value that is negative or not finite.
  explicit ClipConstraint(double clip_value);
  void operator()(Buffer weight) const override;
  [[nodiscard]] std::string name() const override { return "ClipConstraint"; }
  [[nodiscard]] Config get_config() const override;
  [[nodiscard]] double clip_value() const { return clip_value_; }

 private:
  double clip_value_;
};

// As the tutorials call them.
using max_norm = MaxNorm;
using min_max_norm = MinMaxNorm;
using unit_norm = UnitNorm;
using non_neg = NonNeg;

/// The object that `identifier` stands for: a new one for a name ("max_norm" or "MaxNorm"), null if it is
/// empty. Throws ValueError for an unknown name.
std::shared_ptr<const Constraint> get(const Identifier<Constraint>& identifier);

/// An identifier as a layer's config holds it.
Config to_config(const Identifier<Constraint>& identifier);

/// The identifier in a config's `argument`. Throws ValueError for an unknown one.
void read_argument(std::string_view argument, const Config& config, Identifier<Constraint>& identifier);

}  // namespace keratin::constraints
