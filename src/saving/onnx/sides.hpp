#pragma once

#include "saving/onnx/layer_writer.hpp"

namespace keratin::saving::onnx {

/// How much is cut off, or put at, the two ends of one axis of a value as it is stored.
struct Ends {
  int place, before, after;
};

/// Nodes that cut off, or put `value` around, a value of the graph; the output's name.
std::string cropped(GraphBuilder& graph, const std::string& x, const std::vector<Ends>& sides);
std::string padded(GraphBuilder& graph, const std::string& x, int rank, const std::vector<Ends>& sides,
                   float value);

}  // namespace keratin::saving::onnx
