#include "saving/onnx/layer_writer.hpp"

#include <fmt/format.h>

#include "layers/common/data_format.hpp"
#include "layers/layer_access.hpp"

namespace keratin::saving::onnx {

const Weight* LayerInput::weight(std::string_view name) const {
  for (const Weight* weight : layer.weights()) {
    if (weight->name() == name) return weight;
  }
  return nullptr;
}

bool LayerInput::channels_first() const {
  if (config.find("data_format") == nullptr) return false;
  const auto format = argument<std::string>("data_format", {});
  return layers::parse_data_format(layer, format) == DataFormat::channels_first;
}

Value LayerInput::images() const {
  return arranged(graph, x, channels_first() ? natural_order(rank()) : channels_first_order(rank()));
}

Value LayerInput::output(const std::string& name, const Shape& order) const {
  std::vector<Shape> shapes;
  for (const Value& input : all) shapes.push_back(input.shape);
  return {name, LayerAccess::output_shapes(layer, shapes).front(), order};
}

void LayerInput::require_known_sizes() const {
  for (const Value& input : all) {
    if (open_dimensions(input.shape) == 0) continue;
    layer.fail(
        fmt::format("export_onnx: ONNX can express it only for known sizes, but its input has shape {}: give "
                    "the model an input_shape without None.",
                    to_string(input.shape)));
  }
}

const WritableClasses& writable_classes() {
  static const WritableClasses classes = [] {
    WritableClasses all;
    for (const auto add_family : {add_activation_layers, add_dense_layers, add_mergings, add_normalizations,
                                  add_operations, add_layers_of_windows, add_reshapings, add_resizings})
      add_family(all);
    return all;
  }();
  return classes;
}

}  // namespace keratin::saving::onnx
