// What Keras calls operations between layers.
#include <limits>
#include <map>
#include <string_view>

#include "layers/core/get_item.hpp"
#include "layers/core/operation.hpp"
#include "saving/onnx/layer_writer.hpp"

namespace keratin::saving::onnx {

namespace {

Value write_operation(const LayerInput& layer) {
  static const std::map<std::string_view, const char*> operators = {
      {"Absolute", "Abs"}, {"Add", "Add"},   {"Maximum", "Max"}, {"Minimum", "Min"},  {"Multiply", "Mul"},
      {"Negative", "Neg"}, {"Power", "Pow"}, {"Square", "Mul"},  {"Subtract", "Sub"}, {"TrueDivide", "Div"},
  };
  const std::string& name = layer.layer.class_name();
  std::vector<std::string> inputs{layer.x.name};
  if (name == "Square") inputs.push_back(layer.x.name);
  if (dynamic_cast<const layers::Operation&>(layer.layer).takes_constant()) {
    const bool is_first = layer.argument("comes_first", false);
    inputs.insert(is_first ? inputs.begin() : inputs.end(),
                  layer.graph.scalar(layer.argument("constant", 0.0f)));
  }
  return layer.output_like_input(layer.graph.add(operators.at(name), inputs));
}

/// A slice for each axis, of which those of one place are taken away and new ones put in.
Value write_get_item(const LayerInput& layer) {
  using Part = layers::GetItem::Part;
  constexpr std::int64_t far = std::numeric_limits<std::int64_t>::max();
  const auto& item = dynamic_cast<const layers::GetItem&>(layer.layer);
  GraphBuilder& graph = layer.graph;
  Integers starts, ends, axes, steps, places, new_axes;
  std::int64_t axis = 0, made = 0;
  for (const Part& part : item.parts_for(layer.x.shape)) {
    if (part.kind == Part::Kind::new_axis) {
      new_axes.push_back(made++);
      continue;
    }
    const bool is_place = part.kind == Part::Kind::place, backwards = part.step < 0;
    const std::int64_t next = part.start.value_or(0) + std::int64_t{1};
    starts.push_back(part.start ? *part.start : backwards ? far : 0);
    ends.push_back(is_place ? (next == 0 ? far : next) : part.stop ? *part.stop : backwards ? -far : far);
    steps.push_back(part.step);
    if (is_place) {
      places.push_back(axis);
    } else {
      ++made;
    }
    axes.push_back(axis++);
  }
  std::string y = graph.add(
      "Slice", {arranged(graph, layer.x, natural_order(layer.rank())).name, graph.integers("starts", starts),
                graph.integers("ends", ends), graph.integers("axes", axes), graph.integers("steps", steps)});
  if (!places.empty()) y = graph.add("Squeeze", {y, graph.integers("places", places)});
  if (!new_axes.empty()) y = graph.add("Unsqueeze", {y, graph.integers("new_axes", new_axes)});
  return layer.output(
      y, natural_order(layer.rank() - static_cast<int>(places.size()) + static_cast<int>(new_axes.size())));
}

}  // namespace

void add_operations(WritableClasses& all) {
  using namespace layers;
  add<GetItem>(all, write_get_item);
  add<Operation>(all, write_operation);
}

}  // namespace keratin::saving::onnx
