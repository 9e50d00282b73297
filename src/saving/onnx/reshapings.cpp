// Layers that move numbers and compute nothing.
#include "keratin/layers/reshaping/depth_to_space.hpp"
#include "keratin/layers/reshaping/flatten.hpp"
#include "keratin/layers/reshaping/permute.hpp"
#include "keratin/layers/reshaping/repeat_vector.hpp"
#include "keratin/layers/reshaping/reshape.hpp"
#include "layers/common/data_format.hpp"
#include "layers/layer_access.hpp"
#include "saving/onnx/layer_writer.hpp"

namespace keratin::saving::onnx {

namespace {

/// The output of a layer that gives the numbers of `x` another shape.
Value in_new_shape(const LayerInput& layer, const Value& x) {
  const Shape shape = LayerAccess::output_shape(layer.layer, layer.x.shape);
  if (open_dimensions(shape) > 1) layer.require_known_sizes();
  return layer.output(reshaped(layer.graph, x.name, shape), natural_order(shape.rank()));
}

Value write_flatten(const LayerInput& layer) {
  const bool first = layer.channels_first();
  Shape order = natural_order(layer.rank());
  if (first) order = layers::channels_to_last(order);
  return in_new_shape(layer, arranged(layer.graph, layer.x, order));
}

Value write_reshape(const LayerInput& layer) {
  return in_new_shape(layer, arranged(layer.graph, layer.x, natural_order(layer.rank())));
}

/// Only the names of the axes change.
Value write_permute(const LayerInput& layer) {
  const Shape dims = layer.argument("dims", Shape{});
  Shape order = layer.x.order;
  order[0] = 0;
  for (int axis = 1; axis < layer.rank(); ++axis) order[layer.x.place(dims[axis - 1])] = axis;
  return layer.output(layer.x.name, order);
}

Value write_repeat_vector(const LayerInput& layer) {
  GraphBuilder& graph = layer.graph;
  const std::string step = graph.add("Unsqueeze", {layer.x.name, graph.integers("axes", {1})});
  const std::string repeats = graph.integers("repeats", {1, layer.argument("n", 1), 1});
  return layer.output(graph.add("Tile", {step, repeats}), natural_order(3));
}

Value write_depth_to_space(const LayerInput& layer) {
  const Value x = layer.images();
  const std::int64_t block_size = layer.argument("block_size", 1);
  const std::string y =
      layer.graph.add("DepthToSpace", {x.name}, {{"blocksize", block_size}, {"mode", "DCR"}});
  return layer.output(y, x.order);
}

}  // namespace

void add_reshapings(WritableClasses& all) {
  using namespace layers;
  add<DepthToSpace>(all, write_depth_to_space);
  add<Flatten>(all, write_flatten);
  add<Permute>(all, write_permute);
  add<RepeatVector>(all, write_repeat_vector);
  add<Reshape>(all, write_reshape);
}

}  // namespace keratin::saving::onnx
