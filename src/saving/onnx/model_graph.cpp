#include <fmt/format.h>

#include "files/atomic_file.hpp"
#include "layer_activation.hpp"
#include "memory_error.hpp"
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

Value add_layer(GraphBuilder& graph, const Layer& layer, const Value& x);

Value with_activation(GraphBuilder& graph, const Layer& layer, const Value& z) {
  if (layer.activation() == nullptr) return z;
  if (const LayerActivation* own = layer_activation(*layer.activation())) {
    return add_layer(graph, *own->layer, z);
  }
  const std::string y = add_activation(graph, *layer.activation(), z);
  if (y.empty()) {
    layer.fail(
        fmt::format("export_onnx: ONNX cannot express the activation \"{}\", which computes what your code "
                    "says. Use one "
                    "of Keras's.",
                    layer.activation()->name));
  }
  return z.with_name(y);
}

Value add_layer(GraphBuilder& graph, const Layer& layer, const Value& x) {
  const LayerWriter write = writer_of(layer);
  return with_activation(graph, layer, write({layer, x, graph, layer.get_config()}));
}

/// Keeps constants that are made for an input's sizes within bounds.
void check_size(const Layer& layer, const Value& x) {
  Shape known{1};
  for (const int size : x.shape.without_batch()) known.push_back(size == None ? 1 : size);
  if (sizeof(float) * known.element_count() <= largest_file) return;
  layer.fail(fmt::format("export_onnx: one input, of shape {}, is more than 2 GB, which ONNX cannot express.",
                         to_string(x.shape)));
}

Value add_layers(GraphBuilder& graph, const SequentialLayer& model, Value x) {
  for (std::size_t i = 0; i < model.nodes().size(); ++i) {
    const Layer& layer = *model.nodes()[i].layer;
    if (model.training_of(i).value_or(false)) {
      layer.fail(
          "export_onnx: its model calls it with training=True, and ONNX files describe only inference.");
    }
    check_size(layer, x);
    const GraphBuilder::Scope scope(graph, layer.name());
    const auto* inner = dynamic_cast<const SequentialLayer*>(&layer);
    x = inner != nullptr ? add_layers(graph, *inner, x) : add_layer(graph, layer, x);
  }
  return x;
}

}  // namespace

Graph model_graph(const SequentialLayer& model) {
  model.require_built();
  const Shape shape = model.input_shape().without_batch().with_batch(None);
  const Port input{model.nodes().front().layer->name() + "_input", shape};
  GraphBuilder graph(model.name(), input, model.nodes().back().layer->name());
  const Value end = add_layers(graph, model, {input.name, shape, natural_order(shape.rank())});
  const Value y = arranged(graph, end, natural_order(end.shape.rank()));
  return graph.finish(y.name, y.shape);
}

}  // namespace keratin::saving::onnx

namespace keratin {

void Sequential::export_onnx(const std::string& path) const {
  namespace onnx = saving::onnx;
  model_->require_built();
  onnx::check_file_size(name(), sizeof(float) * count_params());
  within_memory([&] { saving::write_atomically(path, onnx::model_file(onnx::model_graph(*model_))); },
                [&] { saving::fail_to_hold(path); });
}

}  // namespace keratin
