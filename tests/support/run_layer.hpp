#pragma once

#include <functional>
#include <string>
#include <vector>

#include "layers/layer_access.hpp"

/// One layer run by hand, without a model.
namespace keratin::testing {

/// What one training step computes; the loss is sum(y · dy).
struct Step {
  Tensor y, dx;
  std::vector<Tensor> dweights;  ///< of the trainable weights
};

/// Makes the weights for this input shape, batch first, and returns the output's.
template <class Class>
Shape connect(Class&& layer, const Shape& input_shape) {
  return LayerAccess::connect(layer, input_shape);
}

/// The layer, its weights made for this input shape.
template <class Class>
Class connected(Class layer, const Shape& input_shape) {
  connect(layer, input_shape);
  return layer;
}

Step train(const Layer& layer, const Tensor& x, const Tensor& dy);

/// The output as in predict().
Tensor infer(const Layer& layer, const Tensor& x);

/// What a tape takes to train a layer, and the memory of its gradients.
class GradientSums {
 public:
  explicit GradientSums(const Layer& layer);
  [[nodiscard]] const Gradients& map() const { return map_; }

  /// The gradients of the trainable weights.
  [[nodiscard]] std::vector<Tensor> take() { return std::move(sums_); }

 private:
  std::vector<Tensor> sums_;
  Gradients map_;
};

/// All 0.
Tensor zero_tensor(const Shape& shape);

/// The numbers of a view that lives on a tape.
Tensor copy_of(View view);

/// Numbers from −2 to 2, the same ones for the same seed, no two of which are nearer than differences reach:
/// none crosses a kink at 0 or changes places with another one.
Tensor random_tensor(const Shape& shape, unsigned seed = 1);

/// The text of the ValueError that `action` throws, with automatic names counted from the start; fails the
/// test if none is thrown.
std::string error_of(const std::function<void()>& action);

}  // namespace keratin::testing
