#pragma once

#include "saving/onnx/graph.hpp"

namespace keratin::saving::onnx {

/// What flows between layers: a value of the graph, which may have its axes in another order than the layers
/// see, so that neighbours that compute channels first need no Transpose between them.
struct Value {
  std::string name;
  Shape shape;  ///< as the layers see it, batch first
  Shape order;  ///< axis i of the graph's value is axis order[i] of `shape`; the batch stays first

  /// Where the graph's value has an axis of `shape`; a negative one counts from the end.
  [[nodiscard]] int place(int axis) const;

  /// The same for several, in rising order.
  [[nodiscard]] Integers places(const Shape& axes) const;

  /// The shape of the graph's value.
  [[nodiscard]] Shape stored_shape() const;

  /// Another value of the same shape and order.
  [[nodiscard]] Value with_name(const std::string& other) const { return {other, shape, order}; }
};

/// 0, 1, 2 …
Shape natural_order(int rank);

/// What ONNX computes images in, for layers that see the channels last: 0, rank − 1, 1, 2 …
Shape channels_first_order(int rank);

/// The numbers from `begin` to `end` − 1: axes of a shape.
Shape axes_between(int begin, int end);

/// The same value with its axes in this order; at no cost if it is stored like that.
Value arranged(GraphBuilder& graph, const Value& x, const Shape& order);

/// The numbers of `x`, as it is stored, in another stored shape of which one dimension beside the batch may
/// be open.
std::string reshaped(GraphBuilder& graph, const std::string& x, const Shape& stored_shape);

/// How many dimensions beside the batch are open.
int open_dimensions(const Shape& shape);

/// How much is cut off, or put at, the two ends of one axis of a value as it is stored.
struct Ends {
  int place, before, after;
};

/// Nodes that cut off, or put `value` around, a value of the graph; the output's name.
std::string cropped(GraphBuilder& graph, const std::string& x, const std::vector<Ends>& sides);
std::string padded(GraphBuilder& graph, const std::string& x, int rank, const std::vector<Ends>& sides,
                   float value);

}  // namespace keratin::saving::onnx
