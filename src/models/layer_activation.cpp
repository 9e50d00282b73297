// Layers that stand as other layers' activations.
#include "layer_activation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/serialized.hpp"
#include "keratin/error.hpp"
#include "layers/known_layers.hpp"
#include "models/deserialize.hpp"

namespace keratin {

std::shared_ptr<const activations::Function> read_layer_activation(std::string_view argument,
                                                                   const Config& config) {
  const SerializedObject object = read_serialized(argument, config);
  const layers::KnownLayer* known = layers::find_known_layer(object.class_name);
  if (known == nullptr || !known->facts.is_activation) {
    throw ValueError(fmt::format(
        "the argument '{}' is of the class {}: supported there are a function's name and the layers {}",
        argument, object.class_name, fmt::join(layers::activation_layers(), ", ")));
  }
  std::shared_ptr<Layer> layer = deserialize_layer(config);
  const std::string_view class_name = layer->class_name();
  Config serialized = serialize_layer(*layer);
  return make_layer_activation(std::move(layer), class_name, std::move(serialized));
}

}  // namespace keratin
