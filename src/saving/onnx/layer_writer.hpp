#pragma once

#include <map>
#include <string>
#include <string_view>
#include <typeindex>

#include "config/values.hpp"
#include "keratin/activations.hpp"
#include "keratin/layers/layer.hpp"
#include "saving/onnx/value.hpp"

namespace keratin::saving::onnx {

/// A layer that is to be written, and its input.
struct LayerInput {
  const Layer& layer;
  const Value& x;                 ///< the first input
  const std::vector<Value>& all;  ///< all inputs
  GraphBuilder& graph;
  Config config;  ///< the layer's

  [[nodiscard]] int rank() const { return x.shape.rank(); }

  /// An argument of the layer; `value` says of which type it is.
  template <class T>
  [[nodiscard]] T argument(std::string_view name, T value) const {
    read_argument(name, config.get<Config>(name), value);
    return value;
  }

  /// The same if Keras's None stands for `otherwise`.
  template <class T>
  [[nodiscard]] T argument_or(std::string_view name, const T& otherwise) const {
    return config.get<Config>(name).is_none() ? otherwise : argument<T>(name, otherwise);
  }

  /// The layer's weight of that name; null if it has none.
  [[nodiscard]] const Weight* weight(std::string_view name) const;

  /// Whether its data_format is "channels_first".
  [[nodiscard]] bool channels_first() const;

  /// The input with its channels where ONNX has them, behind the batch.
  [[nodiscard]] Value images() const;

  /// The layer's output: the graph's value `name`, with its axes in this order.
  [[nodiscard]] Value output(const std::string& name, const Shape& order) const;

  /// The output of a layer that keeps each number's place.
  [[nodiscard]] Value output_like_input(const std::string& name) const { return x.with_name(name); }

  /// Throws the layer's ValueError unless the size of each axis but the batch is known.
  void require_known_sizes() const;
};

/// Adds the nodes of a layer, without the activation that follows it, and returns its output.
using LayerWriter = Value (*)(const LayerInput&);

/// How layers are written, by their exact class: a user's class that is derived from one of Keras's may
/// compute something else.
using WritableClasses = std::map<std::type_index, LayerWriter>;

template <class... Layers>
void add(WritableClasses& classes, LayerWriter write) {
  (classes.emplace(typeid(Layers), write), ...);
}

/// All classes that ONNX has nodes for. Each of the functions that follow adds a family.
const WritableClasses& writable_classes();

void add_activation_layers(WritableClasses& all);
void add_dense_layers(WritableClasses& all);
void add_mergings(WritableClasses& all);
void add_normalizations(WritableClasses& all);
void add_layers_of_windows(WritableClasses& all);
void add_operations(WritableClasses& all);
void add_reshapings(WritableClasses& all);
void add_resizings(WritableClasses& all);

/// Adds the nodes of an activation of `x` and names its output; an empty name if the function is none of
/// Keras's.
std::string add_activation(GraphBuilder& graph, const activations::Function& function, const Value& x);

}  // namespace keratin::saving::onnx
