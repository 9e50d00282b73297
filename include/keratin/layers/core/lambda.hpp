#pragma once

#include <concepts>
#include <functional>
#include <initializer_list>
#include <memory>

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// The shape of a Lambda's output: that of one sample, such as `{28, 28, 1}`, or a function that computes it
/// from the input's shape, both with the batch. If it is not given, it is inferred.
class LambdaOutputShape {
 public:
  LambdaOutputShape() = default;
  LambdaOutputShape(std::initializer_list<int> sample);
  LambdaOutputShape(const Shape& sample);
  template <std::invocable<const Shape&> Function>
  LambdaOutputShape(Function function) : function_(std::move(function)) {}

  [[nodiscard]] const std::function<Shape(const Shape&)>& function() const { return function_; }

 private:
  std::function<Shape(const Shape&)> function_;
};

/// The named arguments of Lambda, in Keras's order.
struct LambdaOptions {
  /// The loss's gradient with respect to the input x, from x, the output y and the gradient dy with respect
  /// to y; needed to train the layers before this one.
  std::function<Tensor(const Tensor& x, const Tensor& y, const Tensor& dy)> gradient = {};
  LambdaOutputShape output_shape = {};
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Your own function as a layer: (batch, …) to the shape of its result, batch first. It must give the same
/// output for the same input, and may be called from many threads at once. If output_shape is not given, the
/// function is called with zeros of two sizes for each open dimension: a dimension that differs between its
/// outputs is open.
class Lambda : public Layer {
 public:
  using Function = std::function<Tensor(const Tensor& x)>;

  /// Throws ValueError for an empty function.
  explicit Lambda(Function function, const LambdaOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;

  /// Both throw ValueError if a user's function throws or returns another shape than expected. backward()
  /// also throws it if a gradient is needed and not given.
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

  /// Throws ValueError: no config can hold the function.
  [[nodiscard]] Config get_config() const override;

 private:
  struct Inferred;

  [[nodiscard]] Shape inferred_shape(const Shape& sample) const;
  [[nodiscard]] Shape infer(const Shape& sample) const;

  Function function_;
  LambdaOptions options_;
  std::shared_ptr<Inferred> inferred_;
};

}  // namespace keratin::layers
