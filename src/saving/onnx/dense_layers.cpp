#include "keratin/layers/core/dense.hpp"
#include "keratin/layers/core/embedding.hpp"
#include "saving/onnx/layer_writer.hpp"

namespace keratin::saving::onnx {

namespace {

Value write_dense(const LayerInput& layer) {
  const Shape order = natural_order(layer.rank());
  std::vector<std::string> inputs{arranged(layer.graph, layer.x, order).name,
                                  layer.graph.weight(*layer.weight("kernel"))};
  const Weight* bias = layer.weight("bias");
  if (bias == nullptr) return layer.output(layer.graph.add("MatMul", inputs), order);
  const std::string shift = layer.graph.weight(*bias);
  if (layer.rank() == 2) {
    inputs.push_back(shift);
    return layer.output(layer.graph.add("Gemm", inputs), order);
  }
  return layer.output(layer.graph.add("Add", {layer.graph.add("MatMul", inputs), shift}), order);
}

/// Its input is floats, as predict() takes them.
Value write_embedding(const LayerInput& layer) {
  const Value x = arranged(layer.graph, layer.x, natural_order(layer.rank()));
  const std::string indices = layer.graph.add("Cast", {x.name}, {{"to", std::int64_t{7}}});
  const std::string table = layer.graph.weight(*layer.weight("embeddings"));
  return layer.output(layer.graph.add("Gather", {table, indices}), natural_order(layer.rank() + 1));
}

}  // namespace

void add_dense_layers(WritableClasses& all) {
  using namespace layers;
  add<Dense>(all, write_dense);
  add<Embedding>(all, write_embedding);
}

}  // namespace keratin::saving::onnx
