#include "saving/onnx/graph.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "kernels/strided.hpp"

namespace keratin::saving::onnx {

namespace {

Integers integers_of(const Shape& shape) { return {shape.begin(), shape.end()}; }

}  // namespace

GraphBuilder::GraphBuilder(const std::string& name, const std::vector<Port>& inputs,
                           const std::vector<std::string>& output_names)
    : names_(output_names.begin(), output_names.end()) {
  graph_.name = name;
  graph_.inputs = inputs;
  for (const Port& input : inputs) names_.insert(input.name);
  for (const std::string& output : output_names) graph_.outputs.push_back({output, {}});
}

std::string GraphBuilder::unique_name(std::string_view what) {
  const std::string wanted =
      scopes_.empty() ? std::string(what) : fmt::format("{}/{}", fmt::join(scopes_, "/"), what);
  std::string name = wanted;
  for (int number = 1; !names_.insert(name).second; ++number) name = fmt::format("{}_{}", wanted, number);
  return name;
}

Node& GraphBuilder::add_node(const std::string& op_type, const std::vector<std::string>& inputs,
                             const Attributes& attributes) {
  const std::string name = unique_name(op_type);
  return graph_.nodes.emplace_back(Node{name, op_type, inputs, {name}, attributes});
}

std::string GraphBuilder::add(const std::string& op_type, const std::vector<std::string>& inputs,
                              const Attributes& attributes) {
  return add_node(op_type, inputs, attributes).name;
}

std::pair<std::string, std::string> GraphBuilder::add_with_two_outputs(const std::string& op_type,
                                                                       const std::vector<std::string>& inputs,
                                                                       const Attributes& attributes) {
  Node& node = add_node(op_type, inputs, attributes);
  node.outputs.push_back(unique_name(op_type));
  return {node.outputs[0], node.outputs[1]};
}

const Node* GraphBuilder::node_of(const std::string& value) const {
  const auto found = std::find_if(graph_.nodes.rbegin(), graph_.nodes.rend(), [&](const Node& node) {
    return std::find(node.outputs.begin(), node.outputs.end(), value) != node.outputs.end();
  });
  return found == graph_.nodes.rend() ? nullptr : &*found;
}

std::string GraphBuilder::add_initializer(std::string_view what, Integers dims,
                                          std::variant<std::vector<float>, Integers> values) {
  return graph_.initializers.emplace_back(Initializer{unique_name(what), std::move(dims), std::move(values)})
      .name;
}

std::string GraphBuilder::weight(const Weight& weight, const Shape& order, const Shape& shape) {
  std::string& name = weights_[{&weight, integers_of(order), integers_of(shape)}];
  if (!name.empty()) return name;
  Shape dims = weight.shape();
  std::vector<float> values(weight.data(), weight.data() + weight.size());
  if (!std::is_sorted(order.begin(), order.end())) {
    kernels::permute(weight.shape(), order, weight.data(), values.data());
    for (int axis = 0; axis < order.rank(); ++axis) dims[axis] = weight.shape()[order[axis]];
  }
  name = add_initializer(weight.name(), integers_of(shape.empty() ? dims : shape), std::move(values));
  return name;
}

std::string GraphBuilder::floats(std::string_view what, const Shape& shape, std::vector<float> values) {
  return add_initializer(what, integers_of(shape), std::move(values));
}

std::string GraphBuilder::integers(std::string_view what, Integers values) {
  const auto count = static_cast<std::int64_t>(values.size());
  return add_initializer(what, {count}, std::move(values));
}

std::string GraphBuilder::scalar(float value) { return floats("constant", {}, {value}); }

std::string GraphBuilder::integer(std::int64_t value) {
  return add_initializer("constant", {}, Integers{value});
}

void GraphBuilder::rename(const std::string& value, const std::string& name) {
  for (Node& node : graph_.nodes) {
    std::replace(node.inputs.begin(), node.inputs.end(), value, name);
    std::replace(node.outputs.begin(), node.outputs.end(), value, name);
  }
}

Graph GraphBuilder::finish(const std::vector<Port>& values) {
  std::map<std::string, std::string> renamed;
  for (std::size_t i = 0; i < values.size(); ++i) {
    graph_.outputs[i].shape = values[i].shape;
    const auto [value, is_new] = renamed.emplace(values[i].name, graph_.outputs[i].name);
    if (is_new && value->first == value->second) continue;            // an input of the same name
    const bool is_made = is_new && node_of(value->first) != nullptr;  // by a node, whose output is renamed
    rename(is_made ? value->first : add("Identity", {is_new ? value->first : value->second}),
           graph_.outputs[i].name);
  }
  return std::move(graph_);
}

}  // namespace keratin::saving::onnx
