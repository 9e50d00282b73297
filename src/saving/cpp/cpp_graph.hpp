#pragma once

#include <functional>
#include <string>

#include "models/model_layer.hpp"
#include "saving/cpp/cpp_names.hpp"

namespace keratin::saving {

/// What a graph is written with.
struct CppStatements {
  CppNames& names;
  std::function<void(const std::string& statement)> add;

  /// What is called for a node: `Dense(64)`, or a variable.
  std::function<std::string(const ModelLayer::Node& node)> callee;
};

/// Adds the Inputs and calls of a functional model, a statement each, in an order in which its layers are
/// counted as they are called. Returns the arguments of Model's constructor: `{a, b}, x`.
std::string cpp_graph(const ModelLayer& model, const CppStatements& statements);

}  // namespace keratin::saving
