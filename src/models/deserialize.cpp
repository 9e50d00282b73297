#include "models/deserialize.hpp"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <string_view>

#include "config/serialized.hpp"
#include "keratin/error.hpp"
#include "keratin/layers/core/wrapper.hpp"
#include "keratin/models/register_layer.hpp"
#include "layers/known_layers.hpp"
#include "models/model_layer.hpp"
#include "models/operations.hpp"
#include "models/trainer.hpp"
#include "models/unknown_class.hpp"
#include "printable.hpp"

namespace keratin {

namespace {

using Classes = std::map<std::string, LayerFromConfig, std::less<>>;

std::mutex registry_mutex;

Classes& registered_layers() {
  static Classes classes;
  return classes;
}

/// Empty if there is none; `registered_only`: among the classes of users.
LayerFromConfig find_class(std::string_view name, bool registered_only) {
  const std::lock_guard lock(registry_mutex);
  const auto registered = registered_layers().find(name);
  if (registered != registered_layers().end()) return registered->second;
  const layers::KnownLayer* known = registered_only ? nullptr : layers::find_known_layer(name);
  return known == nullptr ? LayerFromConfig() : known->from_config;
}

/// Keras writes "package>Class" for a user's class that was registered in a package.
std::string unpackaged(const std::string& class_name) { return class_name.substr(class_name.rfind('>') + 1); }

/// What makes layers of the class that `layer` names. Throws ValueError if there is none.
LayerFromConfig class_of(const Config& layer) {
  const std::string& class_name = class_of_layer(layer);
  const bool is_users = is_of_users_class(layer) || class_name.starts_with("Custom>");
  LayerFromConfig from_config =
      is_operation(layer) ? LayerFromConfig() : find_class(unpackaged(class_name), is_users);
  if (from_config) return from_config;
  if (is_users && (layers::find_known_layer(unpackaged(class_name)) != nullptr || is_model_class(layer))) {
    throw ValueError(fmt::format(
        "it is of a class of your own, not Keras's {0}. Register your class with register_layer(\"{0}\", …)",
        unpackaged(class_name)));
  }
  throw ValueError(why_unknown(layer));
}

/// Where the name of a layer stands; null if it has none. Before Keras 2.2.3 a model's arguments were the
/// list of its layers, with its name beside them.
const Config* name_of(const Config& layer) {
  const Config& arguments = arguments_of_layer(layer);
  return arguments.as<Config::List>() == nullptr ? arguments.find("name") : layer.find("name");
}

/// For errors: `layer 'dense' (Dense): ` and the message, of which the title that the layer itself gave it is
/// left out.
std::string titled(const Config& layer, const std::string& message) {
  const Config* name = name_of(layer);
  const std::string of_class = printable(fmt::format(" ({}): ", class_of_layer(layer)));
  const std::string* text = name == nullptr ? nullptr : name->as<std::string>();
  const std::string own =
      text == nullptr ? "" : printable(fmt::format("Layer \"{}\" ({}): ", *text, class_of_layer(layer)));
  return fmt::format("layer {}{}{}", name == nullptr ? "without a name" : to_string(*name), of_class,
                     message.starts_with(own) ? message.substr(own.size()) : message);
}

}  // namespace

void register_layer(const std::string& class_name, LayerFromConfig from_config) {
  if (class_name.empty() || !from_config) {
    throw ValueError("register_layer() takes the name of a class and a function that makes a layer of it.");
  }
  const std::lock_guard lock(registry_mutex);
  registered_layers().insert_or_assign(class_name, std::move(from_config));
}

bool can_be_deserialized(const Layer& layer) {
  const Layer& inner = layers::innermost(layer);
  return layers::known_layer(inner) != nullptr || find_class(unpackaged(inner.class_name()), true);
}

namespace {

/// The name that Keras finds a layer's class by if it has none of its own for it; empty if it has.
std::string registered_name(const Layer& layer) {
  const layers::KnownLayer* known = layers::known_layer(layer);
  if (known == nullptr) return layer.class_name();
  return known->facts.is_of_keras ? "" : "keratin>" + layer.class_name();
}

/// The config of a layer, in which `trainable` says whether the trainer trains it.
Config config_of(const Layer& layer, const Trainer* trainer) {
  Config arguments = layer.get_config();
  if (trainer == nullptr) return arguments;
  arguments.set("trainable", trainer->trains(layer));
  const auto* outer = dynamic_cast<const layers::Wrapper*>(&layer);
  if (outer != nullptr && trainer->trains(layer)) {
    auto inner = arguments.get<Config>("layer");
    inner.set("config", config_of(*outer->layer(), trainer));
    arguments.set("layer", std::move(inner));
  }
  return arguments;
}

}  // namespace

Config serialize_layer(const Layer& layer, const Trainer* trainer) {
  const auto* model = dynamic_cast<const ModelLayer*>(&layer);
  const auto serialized = [&](const char* module, const Config& registered_name) {
    Config arguments = model == nullptr ? config_of(layer, trainer) : model->get_config(trainer);
    Config config = Config::entries(
        {{"module", *module == '\0' ? Config() : module}, {"class_name", layer.class_name()}});
    config.set("config", std::move(arguments));
    config.set("registered_name", registered_name);
    return config;
  };
  if (model != nullptr) {
    return model->functional_form() ? serialized("keras.src.models.functional", "Functional")
                                    : serialized("keras", {});
  }
  if (is_written_as_operation(layer)) {
    Config config = serialized(module_of_operations, layer.class_name());
    config.set("config", Config::entries({{"name", layer.name()}}));
    return config;
  }
  const std::string name = registered_name(layer);
  return name.empty() ? serialized("keras.layers", {}) : serialized("", name);
}

void require_known_class(const Config& layer) {
  if (class_of_layer(layer) == "InputLayer" || is_model_class(layer) || is_known_operation(layer)) return;
  try {
    class_of(layer);
  } catch (const ValueError& error) {
    throw ValueError(titled(layer, error.what()));
  }
}

const std::string& class_of_layer(const Config& layer) {
  const Config* class_name = layer.find("class_name");
  if (class_name == nullptr || class_name->as<std::string>() == nullptr)
    refuse_argument("layer", "a layer with its class_name", layer);
  return *class_name->as<std::string>();
}

const Config& arguments_of_layer(const Config& layer) {
  static const Config none = Config::entries();
  const Config* arguments = layer.find("config");
  return arguments == nullptr ? none : *arguments;
}

bool is_model_class(const Config& layer) {
  const std::string& class_name = class_of_layer(layer);
  return class_name == "Sequential" || class_name == "Functional" || class_name == "Model";
}

const Config::List* inner_layers(const Config& layer) {
  const bool is_model = layer.find("class_name") != nullptr && is_model_class(layer);
  const Config* layers = is_model ? layer.find("config") : nullptr;
  if (layers != nullptr && layers->as<Config::List>() == nullptr) layers = layers->find("layers");
  return layers == nullptr ? nullptr : layers->as<Config::List>();
}

const Config* argument_layer(const Config& layer) {
  return class_of_layer(layer) == "TimeDistributed" ? arguments_of_layer(layer).find("layer") : nullptr;
}

bool is_registered_class(const Config& layer) {
  const std::lock_guard lock(registry_mutex);
  return registered_layers().contains(unpackaged(class_of_layer(layer)));
}

std::shared_ptr<Layer> deserialize_layer(const Config& config) {
  const std::string& class_name = class_of_layer(config);
  const Config& arguments = arguments_of_layer(config);
  try {
    if (std::shared_ptr<Layer> operation = operation_from_config(config)) return operation;
    if (is_of_users_class(config) || !is_model_class(config)) {
      std::shared_ptr<Layer> layer = class_of(config)(arguments);
      const Config* trainable =
          arguments.find("trainable");  // a function of register_layer() need not read it
      if (layer != nullptr && trainable != nullptr && *trainable == Config(false))
        layer->set_trainable(false);
      return layer;
    }
    if (class_name != "Sequential") return functional_model(arguments);
    return ModelLayer::from_parts(sequential_parts(arguments, name_of(config)));
  } catch (const ValueError& error) {
    const bool is_known = layers::find_known_layer(class_name) != nullptr;
    const std::string keras1 = is_known ? why_keras1(arguments) : "";
    throw ValueError(titled(config, keras1.empty() ? error.what() : keras1));
  }
}

std::shared_ptr<ModelLayer> deserialize_model(const Config& config) {
  auto model = std::dynamic_pointer_cast<ModelLayer>(deserialize_layer(config));
  if (model == nullptr) {
    throw ValueError(fmt::format("a model was expected, but received {}", to_string(config)));
  }
  return model;
}

}  // namespace keratin
