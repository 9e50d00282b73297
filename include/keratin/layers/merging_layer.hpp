#pragma once

#include <span>
#include <vector>

#include "keratin/layers/described.hpp"

namespace keratin {

/// A layer of several inputs. A class of your own overrides merged_shape, merge and merge_backward.
class MergingLayer : public Layer {
 public:
  /// The output's shape for those of the inputs, batch first. Throws ValueError if there is none.
  [[nodiscard]] virtual Shape merged_shape(std::span<const Shape> inputs) const = 0;

  /// The output, in memory of `tape`; keeps there what merge_backward() will need.
  virtual View merge(std::span<const View> x, Tape& tape) const = 0;

  /// From the loss's gradient with respect to the output those with respect to the inputs, `dx`, each of
  /// which may stay empty if Tape::needs_input_gradient() is false for its number.
  virtual void merge_backward(View dy, std::span<View> dx, Tape& tape) const = 0;

  /// Throws ValueError: in a Sequential there is no list of inputs.
  void build(const Shape& input_shape) final;

  /// Those of one input.
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const final;
  View forward(View x, Tape& tape) const final;
  View backward(View dy, Tape& tape) const final;

 protected:
  using Layer::Layer;

 private:
  std::vector<Shape> connect_all(const std::vector<Shape>& inputs, bool is_list) override;
  [[nodiscard]] std::vector<Shape> output_shapes(const std::vector<Shape>& inputs) const override;
  void forward_all(std::span<const View> x, std::span<View> y, Tape& tape) const override;
  void backward_all(std::span<const View> dy, std::span<View> dx, Tape& tape) const override;
};

}  // namespace keratin
