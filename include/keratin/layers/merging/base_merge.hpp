#pragma once

#include "keratin/layers/merging_layer.hpp"

namespace keratin {

namespace layers {

/// The named arguments of Add, Subtract, Multiply, Average, Maximum and Minimum, in Keras's order.
struct MergeOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

}  // namespace layers

/// A layer that computes each number of its output from those at the same place of its inputs. An input of
/// fewer axes gets axes of 1 behind the batch, and one that has 1 on an axis is repeated along it.
class BaseMerge : public MergingLayer {
 public:
  [[nodiscard]] Shape merged_shape(std::span<const Shape> inputs) const override;
  View merge(std::span<const View> x, Tape& tape) const final;
  void merge_backward(View dy, std::span<View> dx, Tape& tape) const final;

 protected:
  using MergingLayer::MergingLayer;

  /// Fills `y` from the arrays `x`, all of `count` numbers.
  using Kernel = void (*)(std::size_t count, std::span<const float* const> x, float* y);

  /// Fills the gradients `dx` that are not null.
  using GradientKernel = void (*)(std::size_t count, std::span<const float* const> x, const float* dy,
                                  std::span<float* const> dx);

  static View computed(std::span<const View> x, Tape& tape, Kernel kernel);

  /// For gradients that depend on the inputs: keeps these, and computes from them the gradients that are
  /// needed.
  void save_inputs(std::span<const View> x, Tape& tape) const;
  void differentiate(View dy, std::span<View> dx, Tape& tape, GradientKernel kernel) const;

 private:
  /// merge() and merge_backward() of at least two inputs, all of the output's shape. Gradients that are not
  /// needed may be given.
  virtual View merge_equal(std::span<const View> x, Tape& tape) const = 0;
  virtual void merge_equal_backward(View dy, std::span<View> dx, Tape& tape) const = 0;
};

}  // namespace keratin
