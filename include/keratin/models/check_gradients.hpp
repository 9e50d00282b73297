#pragma once

#include <initializer_list>

#include "keratin/layers/layer.hpp"

namespace keratin::utils {

/// The named arguments of check_gradients().
struct CheckGradientsOptions {
  double tolerance = 0.01;  ///< of the largest gradient of the same array
};

/// Compares what backward() of a layer of your own gives with differences of forward(), for inputs of this
/// shape, batch first, or for several ones: some numbers of each gradient, at mixed values of inputs and
/// weights. Builds the layer if it is not built and leaves its weights as they were. Throws ValueError that
/// names the input or the weight whose gradient is wrong, or that backward() never adds to; and for a layer
/// that draws random numbers.
void check_gradients(Layer& layer, const Shape& input_shape, const CheckGradientsOptions& options = {});
void check_gradients(Layer& layer, std::initializer_list<Shape> input_shapes,
                     const CheckGradientsOptions& options = {});

}  // namespace keratin::utils
