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
#include "models/trainer.hpp"
#include "models/unknown_class.hpp"
#include "printable.hpp"
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
  const std::string& class_name = class_of_layer(layer);
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

bool is_known_layer(const Layer& layer) {
  return known_layers().contains(layer.class_name()) &&
         utils::type_name(typeid(layer)) == "keratin::layers::" + layer.class_name();
}

bool can_be_deserialized(const Layer& layer) {
  return is_known_layer(layer) || find_class(unpackaged(layer.class_name()), true);
}

namespace {

/// The name that Keras finds a layer's class by if it has none of its own for it; empty if it has.
std::string registered_name(const Layer& layer) {
  const std::string& name = layer.class_name();
  if (!is_known_layer(layer)) return name;
  return name == "DepthToSpace" ? "keratin>" + name : "";
}

}  // namespace

Config serialize_layer(const Layer& layer, const Trainer* trainer) {
  const auto* model = dynamic_cast<const SequentialLayer*>(&layer);
  const auto serialized = [&](const char* module, const Config& registered_name) {
    Config arguments = model == nullptr ? layer.get_config() : model->get_config(trainer);
    if (model == nullptr && trainer != nullptr) arguments.set("trainable", trainer->trains(layer));
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
  const std::string name = registered_name(layer);
  return name.empty() ? serialized("keras.layers", {}) : serialized("", name);
}

void require_known_class(const Config& layer) {
  if (class_of_layer(layer) == "InputLayer" || is_model_class(layer)) return;
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

bool is_registered_class(const Config& layer) {
  const std::lock_guard lock(registry_mutex);
  return registered_layers().contains(unpackaged(class_of_layer(layer)));
}

std::shared_ptr<Layer> deserialize_layer(const Config& config) {
  const std::string& class_name = class_of_layer(config);
  const Config& arguments = arguments_of_layer(config);
  try {
    if (is_of_users_class(config) || !is_model_class(config)) return class_of(config)(arguments);
    const bool functional = class_name != "Sequential";
    const ModelParts parts =
        functional ? functional_parts(arguments) : sequential_parts(arguments, name_of(config));
    return SequentialLayer::from_parts(parts,
                                       functional ? std::optional(functional_form(arguments)) : std::nullopt);
  } catch (const ValueError& error) {
    const std::string keras1 = known_layers().contains(class_name) ? why_keras1(arguments) : "";
    throw ValueError(titled(config, keras1.empty() ? error.what() : keras1));
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
