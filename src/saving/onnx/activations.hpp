#pragma once

#include "keratin/activations.hpp"
#include "saving/onnx/value.hpp"

namespace keratin::saving::onnx {

/// Adds the nodes of an activation of `x` and names its output; an empty name where the function is none of
/// Keras's.
std::string add_activation(GraphBuilder& graph, const activations::Function& function, const Value& x);

}  // namespace keratin::saving::onnx
