#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "keratin/identifier.hpp"

namespace keratin::optimizers {

/// An array of state that an optimizer keeps beside each weight.
struct Slot {
  std::string name;      ///< as Keras names it, such as `momentum`
  float initial = 0.0f;  ///< what it is filled with
};

/// How weights follow their gradients: hyper-parameters only; the state belongs to the compiled model.
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// Keras's name, such as `adam`.
  [[nodiscard]] virtual std::string name() const = 0;

  [[nodiscard]] double learning_rate() const { return learning_rate_; }

  /// Throws ValueError unless it is finite and not negative.
  void set_learning_rate(double learning_rate);

  /// The arrays of state, each of the weight's size.
  [[nodiscard]] virtual std::vector<Slot> slots() const = 0;

  /// Update number `iteration` (from 1) of `count` numbers: changes `weights` and, in the order of slots(),
  /// `state`.
  virtual void update(std::size_t count, float* weights, const float* gradients, float* const* state,
                      std::int64_t iteration) const = 0;

  [[nodiscard]] virtual std::shared_ptr<Optimizer> clone() const = 0;

 protected:
  explicit Optimizer(double learning_rate) { set_learning_rate(learning_rate); }

 private:
  double learning_rate_ = 0.0;
};

/// A new optimizer of what an identifier means, null for an empty one: an object is cloned; a name (`adam`,
/// `Adam`) is read without regard to case. Throws ValueError for an unknown name, listing the known ones.
std::shared_ptr<Optimizer> get(const Identifier<Optimizer>& identifier);

struct SGDOptions {
  double learning_rate = 0.01;
  double momentum = 0.0;  ///< 0 to 1
  bool nesterov = false;
};

/// w -= learning_rate · g; with momentum v = momentum · v - learning_rate · g and w += v, or with Nesterov's
/// w += momentum · v - learning_rate · g.
class SGD : public Optimizer {
 public:
  /// Throws ValueError for a hyper-parameter outside its range.
  explicit SGD(const SGDOptions& options = {});

  [[nodiscard]] std::string name() const override { return "sgd"; }
  [[nodiscard]] std::vector<Slot> slots() const override;
  void update(std::size_t count, float* weights, const float* gradients, float* const* state,
              std::int64_t iteration) const override;
  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override;

 private:
  SGDOptions options_;
};

struct RMSpropOptions {
  double learning_rate = 0.001;
  double rho = 0.9;       ///< 0 to 1
  double momentum = 0.0;  ///< 0 to 1
  double epsilon = 1e-7;
  bool centered = false;  ///< divides by the variance of the gradient, not by its mean square
};

/// Divides the gradient by the root of a moving average of its square: Hinton, 2012.
class RMSprop : public Optimizer {
 public:
  /// Throws ValueError for a hyper-parameter outside its range.
  explicit RMSprop(const RMSpropOptions& options = {});

  [[nodiscard]] std::string name() const override { return "rmsprop"; }
  [[nodiscard]] std::vector<Slot> slots() const override;
  void update(std::size_t count, float* weights, const float* gradients, float* const* state,
              std::int64_t iteration) const override;
  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override;

 private:
  RMSpropOptions options_;
};

struct AdamOptions {
  double learning_rate = 0.001;
  double beta_1 = 0.9;    ///< from 0 to less than 1
  double beta_2 = 0.999;  ///< from 0 to less than 1
  double epsilon = 1e-7;
  bool amsgrad = false;
};

/// Moving averages of the gradient and of its square: Kingma and Ba, 2014, with epsilon as just before their
/// section 2.1; amsgrad after Reddi et al., 2018.
class Adam : public Optimizer {
 public:
  /// Throws ValueError for a hyper-parameter outside its range.
  explicit Adam(const AdamOptions& options = {});

  [[nodiscard]] std::string name() const override { return "adam"; }
  [[nodiscard]] std::vector<Slot> slots() const override;
  void update(std::size_t count, float* weights, const float* gradients, float* const* state,
              std::int64_t iteration) const override;
  [[nodiscard]] std::shared_ptr<Optimizer> clone() const override;

 private:
  AdamOptions options_;
};

}  // namespace keratin::optimizers
