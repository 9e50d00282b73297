#pragma once

#include <memory>
#include <string_view>

#include "keratin/activations.hpp"

namespace keratin {

class Layer;

/// A layer that stands as another one's activation, as in Keras's `Dense(4, activation=LeakyReLU(0.3))`.
struct LayerActivation : activations::Function {
  std::shared_ptr<Layer> layer;
  Config config;  ///< the layer with its class, as it stands in files
};

/// The activation that such a layer makes.
std::shared_ptr<const activations::Function> make_layer_activation(std::shared_ptr<Layer> layer,
                                                                   std::string_view class_name,
                                                                   Config config);

/// The same object; null for an ordinary function.
const LayerActivation* layer_activation(const activations::Function& function);

/// The activation that the config of a layer describes, which stands as `argument`. Throws ValueError if it
/// cannot be one.
std::shared_ptr<const activations::Function> read_layer_activation(std::string_view argument,
                                                                   const Config& config);

}  // namespace keratin
