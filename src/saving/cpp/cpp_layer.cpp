#include "saving/cpp/cpp_layer.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <vector>

#include "config/known_classes.hpp"
#include "config/values.hpp"
#include "layer_activation.hpp"
#include "models/deserialize.hpp"
#include "random/generators.hpp"
#include "saving/cpp/cpp_values.hpp"

namespace keratin::saving {

namespace {

/// How a class's constructors are called.
struct Form {
  std::vector<std::string_view> positional = {};  ///< the arguments that it needs, in their order
  std::string_view alone = {};  ///< the option that may be given without its name where it is the only one
};

const std::map<std::string_view, Form>& forms() {
  static const std::map<std::string_view, Form> all = {
      {"Activation", {{"activation"}}},
      {"AlphaDropout", {{"rate"}}},
      {"AveragePooling1D", {{"pool_size"}}},
      {"AveragePooling2D", {{"pool_size"}}},
      {"BatchNormalization", {}},
      {"Conv1D", {{"filters", "kernel_size"}}},
      {"Conv1DTranspose", {{"filters", "kernel_size"}}},
      {"Conv2D", {{"filters", "kernel_size"}}},
      {"Conv2DTranspose", {{"filters", "kernel_size"}}},
      {"Cropping1D", {{}, "cropping"}},
      {"Cropping2D", {{}, "cropping"}},
      {"Dense", {{"units"}}},
      {"DepthToSpace", {{"block_size"}}},
      {"DepthwiseConv2D", {{"kernel_size"}}},
      {"Dropout", {{"rate"}}},
      {"ELU", {{}, "alpha"}},
      {"Embedding", {{"input_dim", "output_dim"}}},
      {"Flatten", {}},
      {"GaussianDropout", {{"rate"}}},
      {"GaussianNoise", {{"stddev"}}},
      {"GlobalAveragePooling1D", {}},
      {"GlobalAveragePooling2D", {}},
      {"GlobalMaxPooling1D", {}},
      {"GlobalMaxPooling2D", {}},
      {"GroupNormalization", {{}, "groups"}},
      {"Identity", {}},
      {"LayerNormalization", {}},
      {"LeakyReLU", {{}, "negative_slope"}},
      {"MaxPooling1D", {{}, "pool_size"}},
      {"MaxPooling2D", {{}, "pool_size"}},
      {"PReLU", {}},
      {"Permute", {{"dims"}}},
      {"ReLU", {{}, "max_value"}},
      {"RepeatVector", {{"n"}}},
      {"Rescaling", {{"scale"}}},
      {"Reshape", {{"target_shape"}}},
      {"Resizing", {{"height", "width"}}},
      {"SeparableConv2D", {{"filters", "kernel_size"}}},
      {"Softmax", {{}, "axis"}},
      {"SpatialDropout2D", {{"rate"}}},
      {"UnitNormalization", {}},
      {"UpSampling1D", {{}, "size"}},
      {"UpSampling2D", {{}, "size"}},
      {"ZeroPadding1D", {{}, "padding"}},
      {"ZeroPadding2D", {{}, "padding"}},
  };
  return all;
}

/// An argument that stands at its place; the open dimension of a Reshape is -1 in Keras.
std::string positional_value(std::string_view name, const Config& value) {
  std::string text = cpp_value(value);
  const std::size_t open = name == "target_shape" ? text.find("None") : std::string::npos;
  return open == std::string::npos ? text : text.replace(open, 4, "-1");
}

/// The config of a layer of this class that is made of its positional arguments alone.
Config default_config(const std::string& class_name, const Config& config, const Form& form) {
  Config required = Config::entries({{"name", "defaults"}});
  for (const std::string_view name : form.positional) required.set(name, config.get<Config>(name));
  const random::WithoutSeeds guard;
  return deserialize_layer(to_config("keras.layers", {class_name, required}))->get_config();
}

/// The arguments that differ from the defaults, in the order of the fields of the class's options.
Config given_arguments(const Layer& layer, const Form& form, const CppLayerContext& context) {
  const Config config = layer.get_config();
  const Config defaults = default_config(layer.class_name(), config, form);
  Config given = Config::entries();
  for (const auto& [name, value] : *config.as<Config::Entries>()) {
    if (name == "name" || name == "trainable" || *defaults.find(name) == value) continue;
    const Config* pool_size = name == "strides" ? config.find("pool_size") : nullptr;
    if (pool_size == nullptr || *pool_size != value) given.set(name, value);
  }
  if (!context.input_shape.empty()) {
    const bool flat = layer.class_name() == "Dense" && context.input_shape.rank() == 1;
    given.set(flat ? "input_dim" : "input_shape",
              flat ? Config(context.input_shape[0]) : to_config(context.input_shape));
  }
  if (context.is_named) given.set("name", layer.name());
  if (!context.trainable) given.set("trainable", false);
  return given;
}

}  // namespace

std::string cpp_layer(const Layer& layer, const CppLayerContext& context) {
  const auto found = forms().find(layer.class_name());
  if (found == forms().end() || !is_known_layer(layer)) {
    layer.fail("a layer of this class cannot be written as C++: it holds a function or is your own.");
  }
  if (layer.activation() != nullptr && layer_activation(*layer.activation()) != nullptr) {
    layer.fail(
        fmt::format("its activation, the layer {}, cannot be written as C++, where a layer cannot be another "
                    "one's argument: "
                    "give the model that layer behind this one.",
                    layer.activation()->name));
  }
  const Form& form = found->second;
  const Config config = layer.get_config();
  std::string arguments;
  for (const std::string_view name : form.positional) {
    arguments += (arguments.empty() ? "" : ", ") + positional_value(name, config.get<Config>(name));
  }
  const Config given = given_arguments(layer, form, context);
  const auto& entries = *given.as<Config::Entries>();
  if (entries.size() == 1 && entries.front().first == form.alone) {
    arguments = cpp_value(entries.front().second);
  } else if (!entries.empty()) {
    arguments += (arguments.empty() ? "" : ", ") + cpp_options(given, Config::entries());
  }
  return fmt::format("{}({})", layer.class_name(), arguments);
}

}  // namespace keratin::saving
