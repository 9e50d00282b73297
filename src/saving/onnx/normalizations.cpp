#include <algorithm>
#include <cmath>

#include "keratin/layers/normalization/batch_normalization.hpp"
#include "keratin/layers/normalization/group_normalization.hpp"
#include "keratin/layers/normalization/layer_normalization.hpp"
#include "keratin/layers/normalization/unit_normalization.hpp"
#include "keratin/layers/preprocessing/normalization.hpp"
#include "keratin/layers/preprocessing/rescaling.hpp"
#include "saving/onnx/layer_writer.hpp"

namespace keratin::saving::onnx {

namespace {

/// The weight `name` of this shape, or if the layer has none as many numbers `otherwise`.
std::string weight_or(const LayerInput& layer, const char* name, const Shape& shape, float otherwise) {
  if (const Weight* weight = layer.weight(name)) return layer.graph.weight(*weight, {}, shape);
  return layer.graph.floats(name, shape, std::vector<float>(shape.element_count(), otherwise));
}

Attribute epsilon_of(const LayerInput& layer) { return layer.argument("epsilon", 0.0f); }

/// The order with `axis` behind the batch.
Shape order_with_second(const Shape& order, int axis) {
  Shape moved{0, axis};
  for (const int other : order) {
    if (other != 0 && other != axis) moved.push_back(other);
  }
  return moved;
}

int axis_of(const LayerInput& layer) {
  const int axis = layer.argument("axis", -1);
  return axis < 0 ? axis + layer.rank() : axis;
}

Value write_batch_normalization(const LayerInput& layer) {
  const int axis = axis_of(layer);
  const Value x = arranged(layer.graph, layer.x, order_with_second(layer.x.order, axis));
  const Shape channels = layer.weight("moving_mean")->shape();
  const std::vector<std::string> inputs{
      x.name, weight_or(layer, "gamma", channels, 1.0f), weight_or(layer, "beta", channels, 0.0f),
      weight_or(layer, "moving_mean", channels, 0.0f), weight_or(layer, "moving_variance", channels, 1.0f)};
  return layer.output(layer.graph.add("BatchNormalization", inputs, {{"epsilon", epsilon_of(layer)}}),
                      x.order);
}

/// The argument `axis` as axes from 0 on, in rising order.
Shape axes_of(const LayerInput& layer) {
  std::vector<int> axes;
  for (const int axis : layer.argument<Axes>("axis", -1))
    axes.push_back(axis < 0 ? axis + layer.rank() : axis);
  std::sort(axes.begin(), axes.end());
  return Shape::from(axes);
}

/// ONNX normalizes the last axes. gamma and beta have their numbers in the order of rising axes.
Value write_layer_normalization(const LayerInput& layer) {
  const Shape axes = axes_of(layer);
  Shape order, sizes;
  for (int axis = 0; axis < layer.rank(); ++axis) {
    if (std::find(axes.begin(), axes.end(), axis) == axes.end()) order.push_back(axis);
  }
  const std::int64_t first = order.rank();
  for (const int axis : axes) {
    order.push_back(axis);
    sizes.push_back(layer.x.shape[axis]);
  }
  if (!sizes.fully_known()) layer.require_known_sizes();
  const Value x = arranged(layer.graph, layer.x, order);
  const std::string y =
      layer.graph.add("LayerNormalization",
                      {x.name, weight_or(layer, "gamma", sizes, 1.0f), weight_or(layer, "beta", sizes, 0.0f)},
                      {{"axis", first}, {"epsilon", epsilon_of(layer)}});
  return layer.output(y, order);
}

/// The weight, or `otherwise`, of each channel, to be multiplied with data that has them behind the batch.
std::string per_channel(const LayerInput& layer, const char* name, int channels, float otherwise) {
  Shape shape{channels};
  while (shape.rank() < layer.rank() - 1) shape.push_back(1);
  return weight_or(layer, name, shape, otherwise);
}

/// An instance normalization of (batch, groups, numbers of a group).
Value write_group_normalization(const LayerInput& layer) {
  GraphBuilder& graph = layer.graph;
  const int axis = axis_of(layer), channels = layer.x.shape[axis];
  const int wanted = layer.argument("groups", -1), groups = wanted == -1 ? channels : wanted;
  layer.require_known_sizes();
  const Value x = arranged(graph, layer.x, order_with_second(layer.x.order, axis));
  const auto each = std::vector<float>(static_cast<std::size_t>(groups));
  const std::string grouped =
      graph.add("InstanceNormalization",
                {reshaped(graph, x.name, {None, groups, None}),
                 graph.floats("ones", {groups}, std::vector<float>(each.size(), 1.0f)),
                 graph.floats("zeros", {groups}, each)},
                {{"epsilon", epsilon_of(layer)}});
  std::string y = reshaped(graph, grouped, x.stored_shape());
  if (layer.weight("gamma") != nullptr)
    y = graph.add("Mul", {y, per_channel(layer, "gamma", channels, 1.0f)});
  if (layer.weight("beta") != nullptr) y = graph.add("Add", {y, per_channel(layer, "beta", channels, 0.0f)});
  return layer.output(y, x.order);
}

Value write_unit_normalization(const LayerInput& layer) {
  constexpr float smallest_norm = 1e-12f;  // Keras's
  const std::string norm =
      layer.graph.add("ReduceL2", {layer.x.name}, {{"axes", layer.x.places(axes_of(layer))}});
  const std::string divisor = layer.graph.add("Max", {norm, layer.graph.scalar(smallest_norm)});
  return layer.output_like_input(layer.graph.add("Div", {layer.x.name, divisor}));
}

/// A number for all channels, or one for each of the last axis, at its place in the graph.
std::string spread(const LayerInput& layer, const char* name) {
  const auto given = layer.config.get<Config>(name);
  std::vector<float> values;
  read_argument(name, given.as<Config::List>() != nullptr ? given : Config::List{given}, values);
  Shape shape = Shape::from(std::vector<int>(layer.x.shape.size(), 1));
  shape[layer.x.place(-1)] = static_cast<int>(values.size());
  return layer.graph.floats(name, shape, values);
}

Value write_rescaling(const LayerInput& layer) {
  const std::string scaled = layer.graph.add("Mul", {layer.x.name, spread(layer, "scale")});
  return layer.output_like_input(layer.graph.add("Add", {scaled, spread(layer, "offset")}));
}

/// The means or the variances of Normalization as an array of this shape: its weight, or what it was given.
std::vector<float> statistics_of(const LayerInput& layer, const char* name, const Shape& shape) {
  if (const Weight* weight = layer.weight(name)) return {weight->data(), weight->data() + weight->size()};
  const auto given = layer.argument<PerChannel>(name, 0.0);
  std::vector<float> numbers(shape.element_count());
  for (std::size_t i = 0; i < numbers.size(); ++i)
    numbers[i] = static_cast<float>(given.values()[i % given.values().size()]);
  return numbers;
}

Value write_normalization(const LayerInput& layer) {
  constexpr float least_deviation = 1e-7f;  // Keras's
  GraphBuilder& graph = layer.graph;
  const Value x = arranged(graph, layer.x, natural_order(layer.rank()));
  Shape shape = Shape::from(std::vector<int>(layer.x.shape.size(), 1));
  for (const int axis : axes_of(layer)) shape[axis] = layer.x.shape[axis];
  std::vector<float> deviations = statistics_of(layer, "variance", shape);
  for (float& number : deviations) number = std::max(std::sqrt(number), least_deviation);
  const std::string mean = graph.floats("mean", shape, statistics_of(layer, "mean", shape)),
                    deviation = graph.floats("deviation", shape, deviations);
  const std::string y = layer.argument("invert", false)
                            ? graph.add("Add", {graph.add("Mul", {x.name, deviation}), mean})
                            : graph.add("Div", {graph.add("Sub", {x.name, mean}), deviation});
  return layer.output(y, x.order);
}

}  // namespace

void add_normalizations(WritableClasses& all) {
  using namespace layers;
  add<BatchNormalization>(all, write_batch_normalization);
  add<GroupNormalization>(all, write_group_normalization);
  add<LayerNormalization>(all, write_layer_normalization);
  add<Normalization>(all, write_normalization);
  add<Rescaling>(all, write_rescaling);
  add<UnitNormalization>(all, write_unit_normalization);
}

}  // namespace keratin::saving::onnx
