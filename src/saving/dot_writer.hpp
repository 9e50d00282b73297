#pragma once

#include <string>

#include "keratin/saving/model_visualization.hpp"
#include "models/sequential_layer.hpp"

namespace keratin::saving {

/// The graph of a built model's layers in Graphviz's language.
std::string write_dot(const SequentialLayer& model, const utils::PlotModelOptions& options);

}  // namespace keratin::saving
