// Layers of several inputs.
#include <algorithm>
#include <iterator>
#include <numeric>

#include "keratin/axes.hpp"
#include "keratin/layers/merging/add.hpp"
#include "keratin/layers/merging/average.hpp"
#include "keratin/layers/merging/concatenate.hpp"
#include "keratin/layers/merging/dot.hpp"
#include "keratin/layers/merging/maximum.hpp"
#include "keratin/layers/merging/minimum.hpp"
#include "keratin/layers/merging/multiply.hpp"
#include "keratin/layers/merging/subtract.hpp"
#include "saving/onnx/layer_writer.hpp"

namespace keratin::saving::onnx {

namespace {

/// Values that are stored in one order, and that order.
struct Arranged {
  std::vector<std::string> names = {};
  Shape order = {};
};

/// The inputs as ONNX broadcasts them, from the end: those of fewer axes get some behind the batch.
Arranged broadcastable(const LayerInput& layer) {
  int rank = 0;
  for (const Value& x : layer.all) rank = std::max(rank, x.shape.rank());
  const bool are_of_one_rank =
      std::all_of(layer.all.begin(), layer.all.end(), [&](const Value& x) { return x.shape.rank() == rank; });
  Arranged inputs{{}, are_of_one_rank ? layer.x.order : natural_order(rank)};
  for (const Value& x : layer.all) {
    const int own = x.shape.rank();
    const std::string name =
        arranged(layer.graph, x, are_of_one_rank ? inputs.order : natural_order(own)).name;
    Integers axes(static_cast<std::size_t>(rank - own));
    std::iota(axes.begin(), axes.end(), 1);
    inputs.names.push_back(
        axes.empty() ? name : layer.graph.add("Unsqueeze", {name, layer.graph.integers("axes", axes)}));
  }
  return inputs;
}

Value elementwise(const LayerInput& layer, const char* op_type) {
  if (layer.all.size() == 1) return layer.x;
  const Arranged inputs = broadcastable(layer);
  return layer.output(layer.graph.add(op_type, inputs.names), inputs.order);
}

/// Add is the operator that runtimes fuse, but takes two inputs.
Value write_add(const LayerInput& layer) { return elementwise(layer, layer.all.size() == 2 ? "Add" : "Sum"); }
Value write_average(const LayerInput& layer) { return elementwise(layer, "Mean"); }
Value write_maximum(const LayerInput& layer) { return elementwise(layer, "Max"); }
Value write_minimum(const LayerInput& layer) { return elementwise(layer, "Min"); }
Value write_subtract(const LayerInput& layer) { return elementwise(layer, "Sub"); }

Value write_multiply(const LayerInput& layer) {
  const Arranged inputs = broadcastable(layer);
  std::string product = inputs.names.front();
  for (std::size_t i = 1; i < inputs.names.size(); ++i)
    product = layer.graph.add("Mul", {product, inputs.names[i]});
  return layer.output(product, inputs.order);
}

Value write_concatenate(const LayerInput& layer) {
  std::vector<std::string> names;
  for (const Value& x : layer.all) names.push_back(arranged(layer.graph, x, layer.x.order).name);
  const std::int64_t axis = layer.x.place(layer.argument("axis", -1));
  return layer.output(layer.graph.add("Concat", names, {{"axis", axis}}), layer.x.order);
}

/// The vectors along an axis as a matrix for each sample, divided by their lengths if the layer does so.
std::string vectors_of(const LayerInput& layer, const Value& x, int axis, bool are_columns) {
  constexpr float smallest_length = 1e-7f;  // Keras's
  GraphBuilder& graph = layer.graph;
  Shape order{0}, others{};
  for (int other = 1; other < x.shape.rank(); ++other) {
    if (other != axis) others.push_back(other);
  }
  if (are_columns) order.push_back(axis);
  for (const int other : others) order.push_back(other);
  if (!are_columns) order.push_back(axis);
  std::string vectors = arranged(graph, x, order).name;
  if (layer.argument("normalize", false)) {
    const Integers along{are_columns ? 1 : order.rank() - 1};
    const std::string length = graph.add("ReduceL2", {vectors}, {{"axes", along}});
    vectors = graph.add("Div", {vectors, graph.add("Max", {length, graph.scalar(smallest_length)})});
  }
  if (x.shape.rank() == 3) return vectors;
  int count = 1;
  for (const int other : others)
    count = x.shape[other] == None || count == None ? None : count * x.shape[other];
  if (count == None && x.shape[axis] == None) layer.require_known_sizes();
  return reshaped(graph, vectors,
                  are_columns ? Shape{None, x.shape[axis], count} : Shape{None, count, x.shape[axis]});
}

Value write_dot(const LayerInput& layer) {
  const auto axes = layer.argument("axes", Axes(-1));
  const auto counted = [](int axis, const Value& x) { return axis < 0 ? axis + x.shape.rank() : axis; };
  const Value &first = layer.all[0], &second = layer.all[1];
  const std::string product =
      layer.graph.add("MatMul", {vectors_of(layer, first, counted(*axes.begin(), first), false),
                                 vectors_of(layer, second, counted(*std::prev(axes.end()), second), true)});
  const Value y = layer.output(product, {});
  const Shape order = natural_order(y.shape.rank());
  const bool is_matrix = first.shape.rank() == 3 && second.shape.rank() == 3;
  if (open_dimensions(y.shape) > 1 && !is_matrix) layer.require_known_sizes();
  return {is_matrix ? product : reshaped(layer.graph, product, y.shape), y.shape, order};
}

}  // namespace

void add_mergings(WritableClasses& all) {
  using namespace layers;
  add<Add>(all, write_add);
  add<Average>(all, write_average);
  add<Concatenate>(all, write_concatenate);
  add<Dot>(all, write_dot);
  add<Maximum>(all, write_maximum);
  add<Minimum>(all, write_minimum);
  add<Multiply>(all, write_multiply);
  add<Subtract>(all, write_subtract);
}

}  // namespace keratin::saving::onnx
