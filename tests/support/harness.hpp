#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "support/golden.hpp"
#include "support/reference.hpp"
#include "support/run_layer.hpp"

/// What every layer must do, written once. A layer's own tests add its values, its gradients and its errors.
namespace keratin::testing {

/// Makes the layer under test; called several times, for layers of the same arguments.
using MakeLayer = std::function<std::shared_ptr<Layer>()>;

/// What check_layer() expects beside what holds for every layer.
struct Expected {
  Shape output_shape;                      ///< batch included
  std::vector<Shape> weights = {};         ///< their shapes, in order
  std::vector<Shape> refused_inputs = {};  ///< input shapes, batch included, that must be a ValueError
  bool random = false;                     ///< whether two training passes differ
  std::function<Tensor(const Shape&, unsigned seed)> input = random_tensor;  ///< makes inputs that it takes
};

/// Checks that the layer builds, that shapes agree with outputs, its weights, that the same input gives the
/// same output, that its tape is empty in the end, that gradients add up if it is used twice, that it trains,
/// that it rejects inputs, and that its clone is equal.
void check_layer(const MakeLayer& make, const Shape& input_shape, const Expected& expected);

/// Checks output, gradients and state against what Keras computed. The layer is not built yet.
void check_golden(Layer& layer, const LayerCase& golden, double tolerance = 1e-6);

/// A layer as a plain function in double precision of its input and its trainable weights.
using Reference =
    std::function<reference::Array(const reference::Array& x, const std::vector<reference::Array>& weights)>;

/// Checks the output for a random input and random trainable weights against `reference`, and the gradients
/// against its central differences.
void check_reference(Layer& layer, const Shape& input_shape, const Reference& reference,
                     double tolerance = 1e-5);

/// The same for this input.
void check_reference_at(Layer& layer, const Tensor& x, const Reference& reference, double tolerance = 1e-5);

}  // namespace keratin::testing
