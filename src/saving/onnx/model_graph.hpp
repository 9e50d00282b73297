#pragma once

#include "models/sequential_layer.hpp"
#include "saving/onnx/graph.hpp"

namespace keratin::saving::onnx {

/// The model as a graph of inference, whose input and output have the shapes that predict() has, the batch
/// open, and are named `<first layer>_input` and `<last layer>`. Throws ValueError before the model is built,
/// and for a layer that ONNX cannot express.
Graph model_graph(const SequentialLayer& model);

}  // namespace keratin::saving::onnx
