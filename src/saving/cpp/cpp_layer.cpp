#include "saving/cpp/cpp_layer.hpp"

#include <fmt/format.h>

#include "config/values.hpp"
#include "layer_activation.hpp"
#include "layers/known_layers.hpp"
#include "models/operations.hpp"
#include "random/generators.hpp"
#include "saving/cpp/cpp_values.hpp"

namespace keratin::saving {

namespace {

/// The config of a layer of this class that is made of its positional arguments only.
Config default_config(const Config& config, const layers::KnownLayer& known) {
  Config required = Config::entries({{"name", "defaults"}});
  for (const std::string& name : known.argument_names) required.set(name, config.get<Config>(name));
  const random::WithoutSeeds guard;
  return known.from_config(required)->get_config();
}

/// The arguments that differ from the defaults, in the order of the fields of the class's options.
Config given_arguments(const Layer& layer, const layers::KnownLayer& known, const CppLayerContext& context) {
  const Config config = layer.get_config();
  const Config defaults = default_config(config, known);
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
  const layers::KnownLayer* known = layers::known_layer(layer);
  if (is_written_as_operation(layer)) layer.fail("an operation in a Sequential cannot be written as C++.");
  if (known == nullptr) {
    layer.fail("a layer of this class cannot be written as C++: it holds a function or is your own.");
  }
  if (layer.activation() != nullptr && layer_activation(*layer.activation()) != nullptr) {
    layer.fail(fmt::format(
        "its activation is the layer {}, but the C++ API takes activations by name: add that layer "
        "after this one instead.",
        layer.activation()->name));
  }
  const Config config = layer.get_config();
  std::string arguments;
  for (const std::string& name : known->argument_names)
    arguments += (arguments.empty() ? "" : ", ") +
                 (context.argument.empty() ? cpp_value(config.get<Config>(name)) : context.argument);
  const Config given = given_arguments(layer, *known, context);
  const auto& entries = *given.as<Config::Entries>();
  if (entries.size() == 1 && entries.front().first == known->facts.sole_option) {
    arguments = cpp_value(entries.front().second);
  } else if (!entries.empty()) {
    arguments += (arguments.empty() ? "" : ", ") + cpp_options(given, Config::entries());
  }
  return fmt::format("{}({})", layer.class_name(), arguments);
}

}  // namespace keratin::saving
