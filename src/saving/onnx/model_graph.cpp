#include <fmt/format.h>

#include <typeinfo>

#include "files/atomic_file.hpp"
#include "keratin/layers/rnn/time_distributed.hpp"
#include "layer_activation.hpp"
#include "layers/layer_access.hpp"
#include "memory_error.hpp"
#include "models/trained_output.hpp"
#include "saving/onnx/layer_writer.hpp"
#include "saving/onnx/model_file.hpp"

namespace keratin::saving::onnx {

namespace {

LayerWriter writer_of(const Layer& layer) {
  const auto found = writable_classes().find(typeid(layer));
  if (found == writable_classes().end()) {
    layer.fail(
        "export_onnx: ONNX cannot express layers of this class, which compute what your code says. Take the "
        "layer out of the model, or build the same of Keras's layers.");
  }
  return found->second;
}

Value add_layer(GraphBuilder& graph, const Layer& layer, const std::vector<Value>& x);

Value with_activation(GraphBuilder& graph, const Layer& layer, const Value& z) {
  if (layer.activation() == nullptr) return z;
  if (const LayerActivation* own = layer_activation(*layer.activation())) {
    return add_layer(graph, *own->layer, {z});
  }
  const std::string y = add_activation(graph, *layer.activation(), z);
  if (y.empty()) {
    layer.fail(
        fmt::format("export_onnx: ONNX cannot express the activation \"{}\", which computes what your code "
                    "says. Use one of Keras's.",
                    layer.activation()->name));
  }
  return z.with_name(y);
}

/// The numbers of `x` in another shape, whose batch is what is left.
Value with_other_batch(GraphBuilder& graph, const Value& x, const Shape& shape) {
  const Value natural = arranged(graph, x, natural_order(x.shape.rank()));
  const Integers dims(shape.begin(), shape.end());  // None is −1: what is left
  return {graph.add("Reshape", {natural.name, graph.integers("shape", dims)}), shape,
          natural_order(shape.rank())};
}

/// A layer that is applied to steps: they are samples of one batch.
Value add_steps(GraphBuilder& graph, const layers::TimeDistributed& layer, const std::vector<Value>& x) {
  LayerInput{layer, x.front(), x, graph, {}}.require_known_sizes();
  const Shape output = LayerAccess::output_shape(layer, x.front().shape);
  Shape step{None};
  for (const int size : x.front().shape.without_batch().without_batch()) step.push_back(size);
  const Value steps = with_other_batch(graph, x.front(), step);
  return with_other_batch(graph, add_layer(graph, *layer.layer(), {steps}), output);
}

Value add_layer(GraphBuilder& graph, const Layer& layer, const std::vector<Value>& x) {
  if (typeid(layer) == typeid(layers::TimeDistributed))
    return add_steps(graph, dynamic_cast<const layers::TimeDistributed&>(layer), x);
  const LayerWriter write = writer_of(layer);
  return with_activation(graph, layer, write({layer, x.front(), x, graph, layer.get_config()}));
}

/// Keeps constants that are made for an input's sizes within bounds.
void check_size(const Layer& layer, const Value& x) {
  Shape known{1};
  for (const int size : x.shape.without_batch()) known.push_back(size == None ? 1 : size);
  if (sizeof(float) * known.element_count() <= largest_file) return;
  layer.fail(fmt::format("export_onnx: one input, of shape {}, is more than 2 GB, which ONNX cannot express.",
                         to_string(x.shape)));
}

std::vector<Value> add_layers(GraphBuilder& graph, const ModelLayer& model, std::vector<Value> values) {
  for (const ModelLayer::Node& node : model.nodes()) {
    const Layer& layer = *node.layer;
    if (node.training.value_or(false)) {
      layer.fail(
          "export_onnx: its model calls it with training=True, and ONNX files describe only inference.");
    }
    std::vector<Value> inputs;
    for (std::size_t input : node.inputs) {
      inputs.push_back(values[input]);
      check_size(layer, inputs.back());
    }
    const GraphBuilder::Scope scope(graph, layer.name());
    const auto* inner = dynamic_cast<const ModelLayer*>(&layer);
    const std::vector<Value> given = inner != nullptr ? add_layers(graph, *inner, std::move(inputs))
                                                      : std::vector{add_layer(graph, layer, inputs)};
    values.insert(values.end(), given.begin(), given.end());
  }
  std::vector<Value> outputs;
  for (std::size_t output : model.outputs()) outputs.push_back(values[output]);
  return outputs;
}

std::vector<std::string> input_names(const ModelLayer& model) {
  if (model.is_chain() && !model.nodes().empty()) return {model.nodes().front().layer->name() + "_input"};
  return model.functional_form()->input_names;
}

}  // namespace

Graph model_graph(const ModelLayer& model) {
  model.require_built();
  std::vector<Port> inputs;
  std::vector<Value> values;
  const std::vector<std::string> names = input_names(model);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Shape shape = model.values()[i].shape.without_batch().with_batch(None);
    inputs.push_back({names[i], shape});
    values.push_back({names[i], shape, natural_order(shape.rank())});
  }
  GraphBuilder graph(model.name(), inputs, output_names(model));
  std::vector<Port> outputs;
  for (const Value& end : add_layers(graph, model, std::move(values))) {
    const Value y = arranged(graph, end, natural_order(end.shape.rank()));
    outputs.push_back({y.name, y.shape});
  }
  return graph.finish(outputs);
}

}  // namespace keratin::saving::onnx

namespace keratin {

void Model::export_onnx(const std::string& path) const {
  namespace onnx = saving::onnx;
  model_->require_built();
  onnx::check_file_size(name(), sizeof(float) * count_params());
  within_memory([&] { saving::write_atomically(path, onnx::model_file(onnx::model_graph(*model_))); },
                [&] { saving::fail_to_hold(path); });
}

}  // namespace keratin
