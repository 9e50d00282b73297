#include "saving/onnx/value.hpp"

#include <algorithm>
#include <limits>

namespace keratin::saving::onnx {

int Value::place(int axis) const {
  const int wanted = axis < 0 ? axis + order.rank() : axis;
  return static_cast<int>(std::find(order.begin(), order.end(), wanted) - order.begin());
}

Integers Value::places(const Shape& axes) const {
  Integers places;
  for (const int axis : axes) places.push_back(place(axis));
  std::sort(places.begin(), places.end());
  return places;
}

Shape Value::stored_shape() const {
  Shape stored;
  for (const int axis : order) stored.push_back(shape[axis]);
  return stored;
}

Shape axes_between(int begin, int end) {
  Shape axes;
  for (int axis = begin; axis < end; ++axis) axes.push_back(axis);
  return axes;
}

Shape natural_order(int rank) { return axes_between(0, rank); }

Shape channels_first_order(int rank) {
  if (rank < 3) return natural_order(rank);
  Shape order{0, rank - 1};
  for (int axis = 1; axis < rank - 1; ++axis) order.push_back(axis);
  return order;
}

int open_dimensions(const Shape& shape) {
  return static_cast<int>(std::count(shape.begin() + 1, shape.end(), None));
}

std::string reshaped(GraphBuilder& graph, const std::string& x, const Shape& stored_shape) {
  Integers dims(stored_shape.begin(), stored_shape.end());  // None is −1: what is left
  dims.front() = 0;                                         // the input's
  return graph.add("Reshape", {x, graph.integers("shape", dims)});
}

namespace {

/// Whether the axes that move have one element, so that all numbers stay where they are.
bool moves_nothing(const Shape& stored, const Shape& permutation) {
  int last = -1;
  for (const int axis : permutation) {
    if (stored[axis] == 1) continue;
    if (axis < last) return false;
    last = axis;
  }
  return true;
}

}  // namespace

Value arranged(GraphBuilder& graph, const Value& x, const Shape& order) {
  if (x.order == order) return x;
  Shape permutation;
  for (const int axis : order) permutation.push_back(x.place(axis));
  Value y{{}, x.shape, order};
  if (open_dimensions(x.shape) <= 1 && moves_nothing(x.stored_shape(), permutation)) {
    y.name = reshaped(graph, x.name, y.stored_shape());
  } else {
    y.name = graph.add("Transpose", {x.name}, {{"perm", Integers(permutation.begin(), permutation.end())}});
  }
  return y;
}

std::string cropped(GraphBuilder& graph, const std::string& x, const std::vector<Ends>& sides) {
  Integers starts, ends, axes;
  for (const Ends& side : sides) {
    starts.push_back(side.before);
    ends.push_back(side.after == 0 ? std::numeric_limits<std::int64_t>::max() : -std::int64_t{side.after});
    axes.push_back(side.place);
  }
  return graph.add("Slice", {x, graph.integers("starts", starts), graph.integers("ends", ends),
                             graph.integers("axes", axes)});
}

std::string padded(GraphBuilder& graph, const std::string& x, int rank, const std::vector<Ends>& sides,
                   float value) {
  const auto places = static_cast<std::size_t>(rank);
  Integers pads(2 * places);
  for (const Ends& side : sides) {
    const auto place = static_cast<std::size_t>(side.place);
    pads[place] = side.before;
    pads[place + places] = side.after;
  }
  return graph.add("Pad", {x, graph.integers("pads", pads), graph.scalar(value)});
}

}  // namespace keratin::saving::onnx
