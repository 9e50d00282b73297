#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/model_layer.hpp"
#include "saving/onnx/graph.hpp"

namespace keratin::saving::onnx {

/// The operators' meanings are those of this version, and the file's form of that one: what ONNX Runtime
/// reads from 1.12 on.
inline constexpr int opset_version = 17, ir_version = 8;

/// The most bytes that a file of Protocol Buffers may have.
inline constexpr std::size_t largest_file = 0x7fffffff;

/// Throws ValueError, naming the model, if a file with so many bytes is more than largest_file.
void check_file_size(const std::string& model, std::size_t bytes);

/// The model as a graph of inference, whose input and output have the shapes that predict() has, the batch
/// open, and are named `<first layer>_input` and `<last layer>`. Throws ValueError before the model is built,
/// and for a layer that ONNX cannot express.
Graph model_graph(const ModelLayer& model);

/// The file of a model. Throws ValueError if it is too large, and if the library was built without
/// Protocol Buffers.
std::vector<std::uint8_t> model_file(Graph graph);

}  // namespace keratin::saving::onnx
