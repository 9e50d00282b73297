#pragma once

#include <memory>
#include <string>

#include "keratin/config.hpp"
#include "keratin/layers/layer.hpp"

namespace keratin {

struct FunctionalForm;
class SequentialLayer;

/// Whether a layer is of the class of Keratin that its class_name() names; not so for one of a user's class,
/// whatever that is called.
bool is_known_layer(const Layer& layer);

/// A layer with its class, as Keras 3 writes it.
Config serialize_layer(const Layer& layer);

/// Throws ValueError, with the layer's name, unless `layer` is of a class of which layers can be made.
void require_known_class(const Config& layer);

/// Whether the class that `layer` names is a model, as Sequential is.
bool is_model_class(const Config& layer);

/// The layers in a serialized model; null for any other layer. Before Keras 2.2.3 they were its whole config.
const Config::List* inner_layers(const Config& layer);

/// Whether the class that `layer` names is a user's.
bool is_registered_class(const Config& layer);

/// The layer, or the model, that a config with a class_name describes, in the form of any version of Keras.
/// Throws ValueError, with the layer's name, for what is not supported or is no layer.
std::shared_ptr<Layer> deserialize_layer(const Config& config);

/// The same where it must be a model.
std::shared_ptr<SequentialLayer> deserialize_model(const Config& config);

/// The config of a Sequential model for that of a functional one whose layers are a plain chain. Throws
/// ValueError where they are not.
Config sequential_config(const Config& functional_config);

/// The other way round: `config` is that of a Sequential model of the layers of `model`, the input first.
Config functional_config(const Config& config, const SequentialLayer& model);

/// Of a config that sequential_config() takes.
FunctionalForm functional_form(const Config& functional_config);

}  // namespace keratin
