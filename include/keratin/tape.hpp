#pragma once

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>

#include "keratin/weight.hpp"

namespace keratin {

class Layer;

/// What one pass over a model writes down: memory for its activations, and what its backward pass needs. It
/// belongs to the caller, so that layers hold weights and hyper-parameters only.
class Tape {
 public:
  Tape(const Tape&) = delete;
  Tape& operator=(const Tape&) = delete;

  /// True if layers behave as in training, and a backward pass follows.
  [[nodiscard]] virtual bool training() const = 0;

  /// An array that is not initialized, valid until the next pass begins. But in predict() and in backward(),
  /// what the layer returns is valid until all that take it have run, and the rest until the layer returns.
  /// Throws ValueError for an open dimension and if it does not fit into memory.
  [[nodiscard]] virtual Buffer allocate(const Shape& shape) = 0;

  /// An xtensor expression, evaluated into an array of this tape.
  template <class E>
  [[nodiscard]] Buffer evaluate(const xt::xexpression<E>& expression) {
    const E& values = expression.derived_cast();
    Buffer result = allocate(shape_of(values));
    std::copy(values.begin(), values.end(), result.data());
    return result;
  }

  /// Keeps what the backward pass of `layer` will need; does nothing in inference. To be called once a
  /// forward pass.
  virtual void save(const Layer& layer, std::initializer_list<View> values) = 0;

  /// Takes back what the last forward pass of `layer` saved. Throws std::logic_error if another layer saved
  /// last, or another number of values.
  template <std::size_t count>
  [[nodiscard]] std::array<View, count> restore(const Layer& layer) {
    std::array<View, count> values;
    restore_into(values, layer);
    return values;
  }

  /// Where the gradient of `weight` is to be added; empty if this step does not train it.
  [[nodiscard]] virtual Buffer gradient(const Weight& weight) const = 0;

  /// Adds to it, where it is not empty, the sum of `values`, an xtensor expression, over the axes along which
  /// the weight was broadcast: `tape.add_gradient(*factor_, x.array() * dy.array())` is the gradient of a
  /// factor for each channel, whether x holds vectors or images. Sums are in double precision. Throws
  /// ValueError for a shape that the weight cannot be broadcast to.
  void add_gradient(const Weight& weight, const TensorArgument& values) const;

  /// True if this step may change `weight`, by its gradient or, as a moving mean, in the forward pass.
  [[nodiscard]] virtual bool updates(const Weight& weight) const = 0;

  /// False if nothing below this layer is trained: its backward pass may return an empty View.
  [[nodiscard]] virtual bool needs_input_gradient() const = 0;

  /// The same for one of several inputs, counted from 0.
  [[nodiscard]] virtual bool needs_input_gradient(std::size_t input) const = 0;

  /// Adds to the loss of this pass, as Keras's add_loss() does; the backward pass of the layer that calls it
  /// adds the gradient.
  virtual void add_loss(double loss) = 0;

 protected:
  ~Tape() = default;

 private:
  friend class StepTape;  // what every tape is
  Tape() = default;

  virtual void restore_into(std::span<View> values, const Layer& layer) = 0;
};

}  // namespace keratin
