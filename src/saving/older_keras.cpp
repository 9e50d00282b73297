#include "saving/older_keras.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/serialized.hpp"
#include "keratin/error.hpp"
#include "models/deserialize.hpp"
#include "models/unknown_class.hpp"
#include "saving/config_values.hpp"
#include "saving/keras2_graph.hpp"

namespace keratin::saving {

namespace {

constexpr const char* older_sigmoid = "keras2_hard_sigmoid";
constexpr const char* hard_sigmoid = "hard_sigmoid";

/// Whether an activation is the function of that name.
bool is_function(const Config& activation, const char* name) {
  return activation == Config(name) || function_name(activation) == name;
}

/// Whether an activation in the config is the function of that name.
bool has_activation(const Config& config, const char* name) {
  if (const auto* list = config.as<Config::List>())
    return std::any_of(list->begin(), list->end(),
                       [&](const Config& one) { return has_activation(one, name); });
  const auto* entries = config.as<Config::Entries>();
  return entries != nullptr && std::any_of(entries->begin(), entries->end(), [&](const Config::Entry& entry) {
           return has_activation(entry.second, name) ||
                  (entry.first == "activation" && is_function(entry.second, name));
         });
}

/// An argument of Keras 3, its name in Keras 2 ("" if that lacks it), and the value that it has there.
struct Renamed {
  std::string_view class_name, name, older_name;
  Config value;
};

const std::vector<Renamed>& renamed() {
  static const std::vector<Renamed> all = {{"InputLayer", "batch_shape", "batch_input_shape", {}},
                                           {"LeakyReLU", "negative_slope", "alpha", {}},
                                           {"GlobalAveragePooling1D", "keepdims", "", false},
                                           {"Resizing", "antialias", "", false},
                                           {"Resizing", "data_format", "", "channels_last"},
                                           {"Resizing", "fill_mode", "", "constant"},
                                           {"Resizing", "fill_value", "", 0.0},
                                           {"Resizing", "pad_to_aspect_ratio", "", false},
                                           {"SpatialDropout1D", "seed", "", {}},
                                           {"SpatialDropout2D", "seed", "", {}},
                                           {"SpatialDropout3D", "seed", "", {}},
                                           {"ZeroPadding1D", "data_format", "", "channels_last"}};
  return all;
}

Config keras2_activation(const Config& activation) {
  if (is_function(activation, older_sigmoid)) return hard_sigmoid;
  if (is_function(activation, hard_sigmoid)) {
    throw ValueError(
        "The activation hard_sigmoid, max(0, min(1, x / 6 + 0.5)), would be max(0, min(1, 0.2 x + 0.5)) in a "
        ".h5 file, where it means what it meant in Keras 2: save the model as .keras.");
  }
  if (activation.find("class_name") == nullptr) return activation;
  const SerializedObject layer = read_serialized("activation", keras2_config(activation));
  return to_config("keras.layers", layer);  // Keras 3 does not find a layer there without its module
}

bool dilates(const Config& arguments) {
  const Config* rate = arguments.find("dilation_rate");
  const auto* rates = rate == nullptr ? nullptr : rate->as<Config::List>();
  return rates != nullptr &&
         std::any_of(rates->begin(), rates->end(), [](const Config& one) { return !(one == Config(1)); });
}

Config keras2_layer(const Config& model, bool outermost);

/// A layer that is another one's argument; Keras 3 does not find it there without its module.
Config keras2_argument_layer(const Config& layer) {
  Config older = keras2_layer(layer, false);
  const Config* module = layer.find("module");
  if (module == nullptr || module->is_none()) return older;
  return to_config("keras.layers", read_serialized("layer", older));
}

Config keras2_arguments(const std::string& class_name, const Config& arguments) {
  if (class_name == "Conv3DTranspose" && dilates(arguments)) {
    throw ValueError(
        "The dilation_rate of a Conv3DTranspose would be lost in a .h5 file: Keras 2 ignores it. Save the "
        "model as .keras.");
  }
  Config older = Config::entries();
  for (const auto& [name, given] : *arguments.as<Config::Entries>()) {
    const bool is_layer = class_name == "TimeDistributed" && name == "layer";
    const Config value = name == "activation" ? keras2_activation(given)
                         : is_layer           ? keras2_argument_layer(given)
                                              : given;
    const auto found = std::find_if(renamed().begin(), renamed().end(),
                                    [&, key = std::string_view(name)](const Renamed& one) {
                                      return one.class_name == class_name && one.name == key;
                                    });
    if (found == renamed().end() || (found->older_name.empty() && found->value != value)) {
      older.set(name, value);
    } else if (!found->older_name.empty()) {
      older.set(found->older_name, value);
    }
  }
  return older;
}

/// Whether a model is written as a functional one. A chain that holds models becomes the Sequential one that
/// it also is, for no place in it serves both: Keras 2 counts the call that made an inner model, Keras 3 does
/// not. A model that branches, or has operations between its layers, is written for Keras 2.
bool stays_functional(const Config& model, const Config::List& layers) {
  return class_of_layer(model) == "Functional" &&
         (models_among(layers).empty() || !is_plain_chain(model, layers) ||
          std::any_of(layers.begin(), layers.end(), is_operation));
}

/// Throws ValueError if a layer's call has arguments, for which a Sequential model has no place.
void refuse_arguments(const Config& layer) {
  const Config* nodes = layer.find("inbound_nodes");
  if (nodes == nullptr) return;
  for (const Config& node : *nodes->as<Config::List>()) {
    if (node.get<Config>("kwargs") == Config::entries()) continue;
    throw ValueError(
        fmt::format("The layer '{}' is called with {}, which cannot be saved here: in a .h5 file a "
                    "functional model that holds models becomes a Sequential one.",
                    layer.get<std::string>("name"), to_string(node.get<Config>("kwargs"))));
  }
}

SerializedObject keras2_model(const Config& model, const Config::List& given, bool outermost) {
  const bool functional = stays_functional(model, given);
  const std::set<std::string> models = functional ? models_among(given) : std::set<std::string>{};
  Config::List layers;
  for (const Config& layer : given) {
    Config older = is_operation(layer) ? keras2_operation(layer) : keras2_layer(layer, false);
    if (functional) {
      older.set("name", *layer.find("name"));
      older.set("inbound_nodes", keras2_nodes(layer, models));
    } else {
      refuse_arguments(layer);
    }
    layers.push_back(std::move(older));
  }
  Config arguments = Config::entries();
  for (const auto& [name, value] : *arguments_of_layer(model).as<Config::Entries>()) {
    const bool is_end = name == "input_layers" || name == "output_layers";
    if (name == "layers") {
      arguments.set(name, std::exchange(layers, {}));
    } else if (!is_end || functional) {
      arguments.set(name, is_end ? keras2_ends(value, outermost, models) : value);
    }
  }
  return {functional ? "Functional" : "Sequential", std::move(arguments)};
}

Config keras2_layer(const Config& model, bool outermost) {
  const std::string& class_name = class_of_layer(model);
  const Config::List* layers = inner_layers(model);
  SerializedObject object =
      layers != nullptr
          ? keras2_model(model, *layers, outermost)
          : SerializedObject{class_name, keras2_arguments(class_name, arguments_of_layer(model))};
  const Config* registered = model.find("registered_name");  // "package>Class"
  const bool has_package = registered != nullptr && registered->as<std::string>() != nullptr &&
                           registered->as<std::string>()->find('>') != std::string::npos;
  Config older = Config::entries({{"class_name", has_package ? *registered : Config(object.class_name)}});
  older.set("config", std::move(object.config));
  return older;
}

/// A layer's config without a dilation_rate of Conv3DTranspose, which Keras 2 ignores.
Config without_ignored(Config layer) {
  const Config *class_name = layer.find("class_name"), *arguments = layer.find("config");
  const bool is_it = class_name != nullptr && *class_name == Config("Conv3DTranspose");
  if (!is_it || arguments == nullptr || arguments->find("dilation_rate") == nullptr) return layer;
  Config used = *arguments;
  used.set("dilation_rate", 1);
  layer.set("config", std::move(used));
  return layer;
}

const Config* optimizer_of(const Config& compile_config) {
  const Config* optimizer = compile_config.find("optimizer");
  return optimizer != nullptr ? optimizer : compile_config.find("optimizer_config");
}

bool is_over_zero(const Config* number) {
  const auto* value = number == nullptr ? nullptr : number->as<double>();
  return value != nullptr && *value > 0.0;
}

}  // namespace

Config keras2_config(const Config& model) { return keras2_layer(model, true); }

bool is_standalone(const std::string& version) {
  const bool is_old = version.starts_with("2.0.") || version.starts_with("2.1.") ||
                      version.starts_with("2.2.") || version.starts_with("2.3.");
  return is_old && !version.ends_with("-tf");
}

Config in_todays_words(Config model, const std::string& version) {
  if (!version.starts_with("2.") && !version.starts_with("1.")) return model;
  return with_values(model, [](const std::string& key, Config value) {
    return key == "activation" && is_function(value, hard_sigmoid) ? Config(older_sigmoid)
                                                                   : without_ignored(std::move(value));
  });
}

void require_keras3(const ModelLayer& model, const Config& config) {
  model.require_plain_calls(
      "which Keras 3 ignores in predict() and fit(): save it as .h5, which Keras 2 reads.");
  if (has_activation(config, older_sigmoid)) {
    throw ValueError(
        "The activation keras2_hard_sigmoid, max(0, min(1, 0.2 x + 0.5)), is not in Keras 3, whose "
        "hard_sigmoid gives other numbers: save the model as .h5, which Keras 2 reads.");
  }
}

OlderOptimizer older_optimizer(const Config& compile_config, const std::string& version) {
  const Config* optimizer = optimizer_of(compile_config);
  const Config* arguments = optimizer == nullptr ? nullptr : optimizer->find("config");
  OlderOptimizer older;
  if (optimizer == nullptr)
    older.unusable = "the file does not say which optimizer it is of (rmsprop is what Keras takes then)";
  if (arguments == nullptr) return older;
  older.is_older = arguments->find("decay") != nullptr || arguments->find("schedule_decay") != nullptr;
  if (!older.is_older) return older;
  if (is_standalone(version) && version.starts_with("2.3.")) older.steps_ahead = 1;
  const Config* class_name = optimizer->find("class_name");
  const auto is = [&](const char* name) { return class_name != nullptr && *class_name == Config(name); };
  if (is("Nadam")) {
    older.unusable =
        "the Nadam of Keras before 2.11 warmed its momentum up by another schedule, so that its state means "
        "something else";
  }
  if (is("Adagrad") || (is("RMSprop") && !is_over_zero(arguments->find("momentum")))) {
    older.differs =
        "Keras before 2.11 added epsilon to the root, today it is added under it: where gradients are small, "
        "the steps differ";
  }
  return older;
}

Config with_todays_clipnorm(const Config& compile_config, const std::string& version) {
  const Config* optimizer = optimizer_of(compile_config);
  const Config* arguments = optimizer == nullptr ? nullptr : optimizer->find("config");
  const auto* given = arguments == nullptr ? nullptr : arguments->as<Config::Entries>();
  if (!is_standalone(version) || given == nullptr || arguments->find("clipnorm") == nullptr)
    return compile_config;
  Config::Entries entries = *given;
  for (Config::Entry& entry : entries) {
    if (entry.first == "clipnorm") entry.first = "global_clipnorm";
  }
  Config changed = *optimizer;
  changed.set("config", Config::entries(std::move(entries)));
  Config result = compile_config;
  result.set(compile_config.find("optimizer") != nullptr ? "optimizer" : "optimizer_config", changed);
  return result;
}

}  // namespace keratin::saving
