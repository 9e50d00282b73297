#include "models/deserialize.hpp"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <string_view>
#include <typeinfo>

#include "config/known_classes.hpp"
#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/models/register_layer.hpp"
#include "models/sequential_layer.hpp"
#include "models/unknown_class.hpp"
#include "utils/type_name.hpp"

namespace keratin {

namespace {

using Classes = std::map<std::string, LayerFromConfig, std::less<>>;

const Classes& known_layers() {
  static const Classes classes = {
      {"Activation", layers::Activation::from_config},
      {"AlphaDropout", layers::AlphaDropout::from_config},
      {"AveragePooling1D", layers::AveragePooling1D::from_config},
      {"AveragePooling2D", layers::AveragePooling2D::from_config},
      {"BatchNormalization", layers::BatchNormalization::from_config},
      {"Conv1D", layers::Conv1D::from_config},
      {"Conv1DTranspose", layers::Conv1DTranspose::from_config},
      {"Conv2D", layers::Conv2D::from_config},
      {"Conv2DTranspose", layers::Conv2DTranspose::from_config},
      {"Cropping1D", layers::Cropping1D::from_config},
      {"Cropping2D", layers::Cropping2D::from_config},
      {"Dense", layers::Dense::from_config},
      {"DepthToSpace", layers::DepthToSpace::from_config},
      {"DepthwiseConv2D", layers::DepthwiseConv2D::from_config},
      {"Dropout", layers::Dropout::from_config},
      {"ELU", layers::ELU::from_config},
      {"Embedding", layers::Embedding::from_config},
      {"Flatten", layers::Flatten::from_config},
      {"GaussianDropout", layers::GaussianDropout::from_config},
      {"GaussianNoise", layers::GaussianNoise::from_config},
      {"GlobalAveragePooling1D", layers::GlobalAveragePooling1D::from_config},
      {"GlobalAveragePooling2D", layers::GlobalAveragePooling2D::from_config},
      {"GlobalMaxPooling1D", layers::GlobalMaxPooling1D::from_config},
      {"GlobalMaxPooling2D", layers::GlobalMaxPooling2D::from_config},
      {"GroupNormalization", layers::GroupNormalization::from_config},
      {"Identity", layers::Identity::from_config},
      {"LayerNormalization", layers::LayerNormalization::from_config},
      {"LeakyReLU", layers::LeakyReLU::from_config},
      {"MaxPooling1D", layers::MaxPooling1D::from_config},
      {"MaxPooling2D", layers::MaxPooling2D::from_config},
      {"PReLU", layers::PReLU::from_config},
      {"Permute", layers::Permute::from_config},
      {"ReLU", layers::ReLU::from_config},
      {"RepeatVector", layers::RepeatVector::from_config},
      {"Rescaling", layers::Rescaling::from_config},
      {"Reshape", layers::Reshape::from_config},
      {"Resizing", layers::Resizing::from_config},
      {"SeparableConv2D", layers::SeparableConv2D::from_config},
      {"Softmax", layers::Softmax::from_config},
      {"SpatialDropout2D", layers::SpatialDropout2D::from_config},
      {"UnitNormalization", layers::UnitNormalization::from_config},
      {"UpSampling1D", layers::UpSampling1D::from_config},
      {"UpSampling2D", layers::UpSampling2D::from_config},
      {"ZeroPadding1D", layers::ZeroPadding1D::from_config},
      {"ZeroPadding2D", layers::ZeroPadding2D::from_config},
  };
  return classes;
}

std::mutex registry_mutex;

Classes& registered_layers() {
  static Classes classes;
  return classes;
}

/// Empty if there is none; `registered_only`: among the classes of users.
LayerFromConfig find_class(std::string_view name, bool registered_only) {
  const std::lock_guard lock(registry_mutex);
  const Classes& registered = registered_layers();
  for (const Classes* classes : {&registered, &known_layers()}) {
    if (registered_only && classes != &registered) continue;
    if (const auto found = classes->find(name); found != classes->end()) return found->second;
  }
  return {};
}

/// Keras writes "package>Class" for a user's class that was registered in a package.
std::string unpackaged(const std::string& class_name) { return class_name.substr(class_name.rfind('>') + 1); }

/// What makes layers of the class that `layer` names. Throws ValueError where there is none.
LayerFromConfig class_of(const Config& layer) {
  const std::string class_name = read_serialized("layer", layer).class_name;
  const bool is_users = is_of_users_class(layer) || class_name.starts_with("Custom>");
  LayerFromConfig from_config =
      is_operation(layer) ? LayerFromConfig() : find_class(unpackaged(class_name), is_users);
  if (from_config) return from_config;
  if (is_users && (known_layers().contains(unpackaged(class_name)) || is_model_class(layer))) {
    throw ValueError(fmt::format(
        "it is of a class of your own, not Keras's {0}. Register your class with register_layer(\"{0}\", …)",
        unpackaged(class_name)));
  }
  throw ValueError(why_unknown(layer));
}

/// The arguments of a model that are the list of its layers, as they were before Keras 2.2.3; its name stands
/// beside them.
Config with_entries(const Config& layer) {
  Config arguments = Config::entries({{"layers", layer.get<Config>("config")}});
  if (const Config* name = layer.find("name")) arguments.set("name", *name);
  return arguments;
}

/// For errors: `layer "dense" (Dense): `.
std::string title(const SerializedObject& layer) {
  const Config* name = layer.config.find("name");
  return fmt::format("layer {} ({}): ", name == nullptr ? "without a name" : to_string(*name),
                     layer.class_name);
}

}  // namespace

void register_layer(const std::string& class_name, LayerFromConfig from_config) {
  if (class_name.empty() || !from_config) {
    throw ValueError("register_layer() takes the name of a class and a function that makes a layer of it.");
  }
  const std::lock_guard lock(registry_mutex);
  registered_layers().insert_or_assign(class_name, std::move(from_config));
}

bool is_known_layer(const Layer& layer) {
  return known_layers().contains(layer.class_name()) &&
         utils::type_name(typeid(layer)) == "keratin::layers::" + layer.class_name();
}

namespace {

/// The name that Keras finds a layer's class by if it has none of its own for it; empty if it has.
std::string registered_name(const Layer& layer) {
  const std::string& name = layer.class_name();
  if (!is_known_layer(layer)) return name;
  return name == "DepthToSpace" ? "keratin>" + name : "";
}

}  // namespace

Config serialize_layer(const Layer& layer) {
  const auto serialized = [&](const Config& module, const Config& registered_name) {
    Config config = to_config("", {layer.class_name(), layer.get_config()});
    config.set("module", module);
    config.set("registered_name", registered_name);
    return config;
  };
  if (const auto* model = dynamic_cast<const SequentialLayer*>(&layer)) {
    return model->functional_form() ? serialized("keras.src.models.functional", "Functional")
                                    : serialized("keras", {});
  }
  const std::string name = registered_name(layer);
  return name.empty() ? serialized("keras.layers", {}) : serialized({}, name);
}

void require_known_class(const Config& layer) {
  const SerializedObject object = read_serialized("layer", layer);
  if (object.class_name == "InputLayer" || is_model_class(layer)) return;
  try {
    class_of(layer);
  } catch (const ValueError& error) {
    throw ValueError(title(object) + error.what());
  }
}

bool is_model_class(const Config& layer) {
  const std::string class_name = read_serialized("layer", layer).class_name;
  return class_name == "Sequential" || class_name == "Functional" || class_name == "Model";
}

const Config::List* inner_layers(const Config& layer) {
  const bool is_model = layer.find("class_name") != nullptr && is_model_class(layer);
  const Config* layers = is_model ? layer.find("config") : nullptr;
  if (layers != nullptr && layers->as<Config::List>() == nullptr) layers = layers->find("layers");
  return layers == nullptr ? nullptr : layers->as<Config::List>();
}

bool is_registered_class(const Config& layer) {
  const std::lock_guard lock(registry_mutex);
  return registered_layers().contains(unpackaged(read_serialized("layer", layer).class_name));
}

std::shared_ptr<Layer> deserialize_layer(const Config& config) {
  SerializedObject object = read_serialized("layer", config);
  if (object.config.as<Config::List>() != nullptr) object.config = with_entries(config);
  const std::string& class_name = object.class_name;
  try {
    if (is_of_users_class(config)) return class_of(config)(object.config);
    if (class_name == "Sequential") return SequentialLayer::from_config(object.config);
    if (class_name == "Functional" || class_name == "Model") {
      const Config chain = sequential_config(object.config);
      return SequentialLayer::from_config(chain, functional_form(object.config));
    }
    return class_of(config)(object.config);
  } catch (const ValueError& error) {
    const std::string keras1 = known_layers().contains(class_name) ? why_keras1(object.config) : "";
    throw ValueError(title(object) + (keras1.empty() ? error.what() : keras1));
  }
}

std::shared_ptr<SequentialLayer> deserialize_model(const Config& config) {
  auto model = std::dynamic_pointer_cast<SequentialLayer>(deserialize_layer(config));
  if (model == nullptr) {
    throw ValueError(fmt::format("a model was expected, but received {}", to_string(config)));
  }
  return model;
}

}  // namespace keratin
