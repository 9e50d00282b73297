#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "keratin/config.hpp"
#include "keratin/identifier.hpp"
#include "keratin/view.hpp"

/// A penalty on weights or outputs that is added to the loss, as in keras.regularizers.
namespace keratin::regularizers {

/// Derive from this class to write your own regularizer.
class Regularizer {
 public:
  virtual ~Regularizer() = default;

  /// The penalty for these numbers.
  virtual double operator()(View x) const = 0;

  /// Adds to `dx` the gradient of dpenalty · (*this)(x).
  virtual void add_gradient(View x, float dpenalty, Buffer dx) const = 0;

  /// The name of the class in Keras.
  [[nodiscard]] virtual std::string name() const { return "Regularizer"; }

  /// The constructor arguments; unless overridden, none.
  [[nodiscard]] virtual Config get_config() const { return Config::entries(); }
};

/// The named arguments of L1L2, in Keras's order.
struct L1L2Options {
  double l1 = 0.0;
  double l2 = 0.0;
};

/// l1 · Σ|x| + l2 · Σx²; the slope of |x| is 0 at 0.
class L1L2 : public Regularizer {
 public:
  /// Throws ValueError for a factor that is negative or not finite.
  explicit L1L2(L1L2Options options = {});
  double operator()(View x) const override;
  void add_gradient(View x, float dpenalty, Buffer dx) const override;
  [[nodiscard]] std::string name() const override { return "L1L2"; }
  [[nodiscard]] Config get_config() const override;

  [[nodiscard]] double l1() const { return options_.l1; }
  [[nodiscard]] double l2() const { return options_.l2; }

 private:
  L1L2Options options_;
};

/// The named arguments of L1, in Keras's order.
struct L1Options {
  double l1 = 0.01;
};

/// l1 · Σ|x|.
class L1 : public L1L2 {
 public:
  explicit L1(double l1 = 0.01) : L1L2({.l1 = l1}) {}
  explicit L1(L1Options options) : L1(options.l1) {}
  [[nodiscard]] std::string name() const override { return "L1"; }
  [[nodiscard]] Config get_config() const override;
};

/// The named arguments of L2, in Keras's order.
struct L2Options {
  double l2 = 0.01;
};

/// l2 · Σx².
class L2 : public L1L2 {
 public:
  explicit L2(double l2 = 0.01) : L1L2({.l2 = l2}) {}
  explicit L2(L2Options options) : L2(options.l2) {}
  [[nodiscard]] std::string name() const override { return "L2"; }
  [[nodiscard]] Config get_config() const override;
};

// As the tutorials call them.
using l1 = L1;
using l2 = L2;
using l1_l2 = L1L2;

/// The object that `identifier` stands for: a new one for a name ("l2" or "L2"), null if it is empty. Throws
/// ValueError for an unknown name.
std::shared_ptr<const Regularizer> get(const Identifier<Regularizer>& identifier);

/// An identifier as a layer's config holds it.
Config to_config(const Identifier<Regularizer>& identifier);

/// The identifier in a config's `argument`. Throws ValueError for an unknown one.
void read_argument(std::string_view argument, const Config& config, Identifier<Regularizer>& identifier);

}  // namespace keratin::regularizers
