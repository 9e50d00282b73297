// Layers that stand as other layers' activations.
#include "layer_activation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "config/known_classes.hpp"
#include "keratin/error.hpp"
#include "models/deserialize.hpp"

namespace keratin {

namespace {

/// They have no weights and keep their input's shape.
constexpr std::array<std::string_view, 5> allowed = {"Activation", "ELU", "LeakyReLU", "ReLU", "Softmax"};

}  // namespace

std::shared_ptr<const activations::Function> read_layer_activation(std::string_view argument,
                                                                   const Config& config) {
  const SerializedObject object = read_serialized(argument, config);
  if (std::find(allowed.begin(), allowed.end(), object.class_name) == allowed.end()) {
    throw ValueError(fmt::format(
        "the argument '{}' is of the class {}: supported there are a function's name and the layers {}",
        argument, object.class_name, fmt::join(allowed, ", ")));
  }
  std::shared_ptr<Layer> layer = deserialize_layer(config);
  const std::string_view class_name = layer->class_name();
  Config serialized = serialize_layer(*layer);
  return make_layer_activation(std::move(layer), class_name, std::move(serialized));
}

}  // namespace keratin
