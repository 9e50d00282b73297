#pragma once

#include <memory>
#include <string>
#include <vector>

#include "keratin/config.hpp"
#include "keratin/models/sequential.hpp"

namespace keratin {

class ModelLayer;
class Trainer;

/// Whether layers of this one's class can be made here: it is no user's, or registered.
bool can_be_deserialized(const Layer& layer);

/// A layer with its class, as Keras 3 writes it. With a `trainer`, `trainable` says which layers it trains.
Config serialize_layer(const Layer& layer, const Trainer* trainer = nullptr);

/// What stands in a serialized layer, which is not copied: models lie in models. Throws ValueError if it is
/// none.
const std::string& class_of_layer(const Config& layer);
const Config& arguments_of_layer(const Config& layer);

/// Throws ValueError, with the layer's name, unless `layer` is of a class of which layers can be made.
void require_known_class(const Config& layer);

/// Whether the class that `layer` names is a model, as Sequential is.
bool is_model_class(const Config& layer);

/// The layers in a serialized model; null for any other layer. Before Keras 2.2.3 they were its whole config.
const Config::List* inner_layers(const Config& layer);

/// The layer that is the argument of a serialized one; null if there is none.
const Config* argument_layer(const Config& layer);

/// Whether the class that `layer` names is a user's.
bool is_registered_class(const Config& layer);

/// The layer, or the model, that a config with a class_name describes, in the form of any version of Keras.
/// Throws ValueError, with the layer's name, for what is not supported or is no layer.
std::shared_ptr<Layer> deserialize_layer(const Config& config);

/// The same if it must be a model.
std::shared_ptr<ModelLayer> deserialize_model(const Config& config);

/// The layers among a model's arguments. Throws ValueError if there is no list of them.
const Config::List& layers_in(const Config& arguments);

/// The parts of the config of a model that is, or could be, a Sequential one. They lie in that config.
struct ModelParts {
  SequentialOptions options = {};
  std::vector<const Config*> layers = {};     ///< the input first, if there is one
  const Config* build_input_shape = nullptr;  ///< null if there is none
};

/// Of a Sequential model, from its arguments and where its name stands: null if nowhere.
ModelParts sequential_parts(const Config& arguments, const Config* name);

/// The model that a functional config describes. Throws ValueError for what is not supported.
std::shared_ptr<ModelLayer> functional_model(const Config& functional_config);

/// The config of a functional model, of its listed_layers().
Config functional_config(Config::List layers, bool trainable, const ModelLayer& model);

/// What an InputLayer gives.
layers::Input input_of(const Config& layer, const std::string& name);

/// The size of the batch that a model's first layer, or that of a model in its place, fixes; None if it does
/// not.
int fixed_batch(const Config& first);

}  // namespace keratin
