#pragma once

#include "keratin/losses.hpp"
#include "losses/weighing.hpp"

namespace keratin::testing {

inline Buffer buffer(Tensor& tensor) { return {tensor.data(), shape_of(tensor)}; }

inline Tensor values(const losses::Loss& loss, const Tensor& y_true, const Tensor& y_pred) {
  loss.check(shape_of(y_true), shape_of(y_pred));
  loss.check_values(View(y_true), shape_of(y_pred));
  Tensor result = empty_tensor(loss.output_shape(shape_of(y_pred)));
  loss.call(losses::aligned(View(y_true), shape_of(y_pred)), View(y_pred), buffer(result));
  return result;
}

/// The gradient of the sum of dlosses · losses.
inline Tensor gradient(const losses::Loss& loss, const Tensor& y_true, const Tensor& y_pred,
                       const Tensor& dlosses) {
  Tensor result = Tensor::from_shape(y_pred.shape());
  loss.gradient(losses::aligned(View(y_true), shape_of(y_pred)), View(y_pred), View(dlosses), buffer(result));
  return result;
}

/// What the losses are multiplied by before they are reduced, without sample weights.
inline Tensor weights(const losses::Loss& loss, const Tensor& y_true, const Tensor& y_pred) {
  Tensor result = empty_tensor(loss.output_shape(shape_of(y_pred)));
  losses::weigh(loss, View(y_true), {}, buffer(result));
  return result;
}

inline Tensor gradient_of_mean(const losses::Loss& loss, const Tensor& y_true, const Tensor& y_pred) {
  Tensor dlosses = weights(loss, y_true, y_pred);
  losses::weights_to_gradient(loss.reduction(), losses::divisor(loss.reduction(), buffer(dlosses)),
                              buffer(dlosses));
  return gradient(loss, y_true, y_pred, dlosses);
}

}  // namespace keratin::testing
