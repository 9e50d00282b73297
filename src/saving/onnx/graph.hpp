#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "keratin/weight.hpp"

namespace keratin::saving::onnx {

using Integers = std::vector<std::int64_t>;

using Attribute = std::variant<std::int64_t, float, std::string, Integers>;
using Attributes = std::vector<std::pair<std::string, Attribute>>;

/// One operator at work. An input of no name is one that is left out.
struct Node {
  std::string name, op_type;
  std::vector<std::string> inputs, outputs;
  Attributes attributes;
};

/// Numbers that are part of the model.
struct Initializer {
  std::string name;
  Integers dims;
  std::variant<std::vector<float>, Integers> values;
};

/// An input or output of the whole graph, floats; open dimensions are None.
struct Port {
  std::string name;
  Shape shape;
};

/// ONNX's GraphProto.
struct Graph {
  std::string name;
  std::vector<Port> inputs, outputs;
  std::vector<Node> nodes;
  std::vector<Initializer> initializers;
};

/// Writes a Graph, node by node, each named after the layer that it is of.
class GraphBuilder {
 public:
  /// What is added while it lives belongs to the layer, or model in a model, `name`.
  class Scope {
   public:
    Scope(GraphBuilder& graph, const std::string& name) : graph_(graph) { graph.scopes_.push_back(name); }
    ~Scope() { graph_.scopes_.pop_back(); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    GraphBuilder& graph_;
  };

  /// A graph with these inputs, whose outputs have these names.
  GraphBuilder(const std::string& name, const std::vector<Port>& inputs,
               const std::vector<std::string>& output_names);

  /// A node of one output: the output's name, which is the node's name too.
  std::string add(const std::string& op_type, const std::vector<std::string>& inputs,
                  const Attributes& attributes = {});

  /// The same with two outputs.
  std::pair<std::string, std::string> add_with_two_outputs(const std::string& op_type,
                                                           const std::vector<std::string>& inputs,
                                                           const Attributes& attributes = {});

  /// The node that a value is the output of; null if there is none.
  [[nodiscard]] const Node* node_of(const std::string& value) const;

  /// The weight with its axes in this order and then of this shape, as they stand if these are empty. It
  /// is named `<layer>/<weight>`, and written once.
  std::string weight(const Weight& weight, const Shape& order = {}, const Shape& shape = {});

  /// Constants, named `<layer>/<what>`.
  std::string floats(std::string_view what, const Shape& shape, std::vector<float> values);
  std::string integers(std::string_view what, Integers values);

  /// Constants without dimensions.
  std::string scalar(float value);
  std::string integer(std::int64_t value);

  /// The whole graph; `values` names the values that its outputs become, with their shapes.
  Graph finish(const std::vector<Port>& values);

 private:
  using StoredWeight = std::tuple<const Weight*, Integers, Integers>;

  std::string unique_name(std::string_view what);
  std::string add_initializer(std::string_view what, Integers dims,
                              std::variant<std::vector<float>, Integers> values);
  Node& add_node(const std::string& op_type, const std::vector<std::string>& inputs,
                 const Attributes& attributes);
  void rename(const std::string& value, const std::string& name);

  Graph graph_;
  std::vector<std::string> scopes_;
  std::set<std::string> names_;
  std::map<StoredWeight, std::string> weights_;
};

}  // namespace keratin::saving::onnx
