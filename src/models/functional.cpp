// Functional models whose layers are a plain chain.
#include <fmt/format.h>

#include <map>
#include <string_view>

#include "config/known_classes.hpp"
#include "config/values.hpp"
#include "keratin/error.hpp"
#include "models/deserialize.hpp"
#include "models/sequential_layer.hpp"

namespace keratin {

namespace {

/// A list of lists of lists … may hold one thing alone: what that is.
const Config& innermost(const Config& config) {
  const Config* inner = &config;
  while (inner->as<Config::List>() != nullptr && !inner->as<Config::List>()->empty() &&
         inner->as<Config::List>()->front().as<Config::List>() != nullptr) {
    inner = &inner->as<Config::List>()->front();
  }
  return *inner;
}

[[noreturn]] void fail_chain(const std::string& layer, std::string_view what) {
  throw ValueError(
      fmt::format("layer '{}' {}: of functional models those alone are supported whose layers are a "
                  "plain chain",
                  layer, what));
}

/// The layers whose outputs a layer takes, in the form of Keras 3 or 2.
std::vector<std::string> inbound_layers(const std::string& layer, const Config& nodes) {
  std::vector<std::string> names;
  if (nodes.as<Config::List>() == nullptr) fail_chain(layer, "has no inbound_nodes");
  if (nodes.as<Config::List>()->size() > 1) fail_chain(layer, "is called more than once");
  for (const Config& node : *nodes.as<Config::List>()) {
    const Config* arguments = node.find("args");
    const auto* tensors = (arguments == nullptr ? node : *arguments).as<Config::List>();
    if (tensors == nullptr) fail_chain(layer, "has inbound_nodes of a form that is not known");
    for (const Config& tensor : *tensors) {
      const Config* config = tensor.find("config");
      const Config* history = config == nullptr ? nullptr : config->find("keras_history");
      const Config& place = history == nullptr ? innermost(tensor) : *history;
      if (place.as<Config::List>() == nullptr || place.as<Config::List>()->empty()) {
        fail_chain(layer, "has inbound_nodes of a form that is not known");
      }
      read_argument("inbound_nodes", place.as<Config::List>()->front(), names.emplace_back());
    }
  }
  return names;
}

/// Whether a model's inputs or outputs are written as a list of places, even if it holds only one.
bool is_list_of_places(const Config& places) {
  const auto* list = places.as<Config::List>();
  return list != nullptr && !list->empty() && list->front().as<Config::List>() != nullptr;
}

/// `["dense", 0, 0]`: the output of a layer's first call.
Config place_of(const std::string& layer) { return Config::List{layer, 0, 0}; }

Config in_list(Config config, bool lists) { return lists ? Config(Config::List{std::move(config)}) : config; }

/// The node of a layer that is called with the output of `layer`, as Keras 3 writes it.
Config node_after(const std::string& layer, const Shape& shape) {
  const Config tensor = Config::entries({{"class_name", "__keras_tensor__"},
                                         {"config", Config::entries({{"shape", to_config(shape)},
                                                                     {"dtype", "float32"},
                                                                     {"keras_history", place_of(layer)}})}});
  return Config::entries({{"args", Config::List{tensor}}, {"kwargs", Config::entries()}});
}

/// The name of the one layer that a model's input or output is of.
std::string end_of(const Config& config, std::string_view end) {
  const auto places = config.get<Config>(end);
  const auto* place = innermost(places).as<Config::List>();
  std::string name;
  if (place == nullptr || place->empty()) throw ValueError(fmt::format("its {} is not a list", end));
  read_argument(end, place->front(), name);
  return name;
}

std::string name_of(const Config& layer) { return layer.get<Config>("config").get<std::string>("name"); }

struct Node {
  std::string name;
  const Config* config;
};

}  // namespace

Config sequential_config(const Config& functional_config) {
  const auto layers = functional_config.get<Config>("layers");
  if (layers.as<Config::List>() == nullptr) refuse_argument("layers", "a list", layers);
  std::map<std::string, Node> followers;  // by the layer that they follow; the first one follows ""
  for (const Config& layer : *layers.as<Config::List>()) {
    const std::string name = name_of(layer);
    const std::vector<std::string> inbound = inbound_layers(name, layer.get<Config>("inbound_nodes"));
    if (inbound.size() > 1) fail_chain(name, "has more than one input");
    if (!followers.emplace(inbound.empty() ? "" : inbound.front(), Node{name, &layer}).second) {
      fail_chain(name, "shares its input with another layer");
    }
  }
  Config::List chain;
  std::string last;
  for (auto next = followers.find(""); next != followers.end(); next = followers.find(last)) {
    last = next->second.name;
    chain.push_back(*next->second.config);
    if (chain.size() > followers.size()) fail_chain(last, "follows itself");
  }
  if (chain.size() != followers.size() || chain.empty() ||
      end_of(functional_config, "output_layers") != last ||
      end_of(functional_config, "input_layers") != name_of(chain.front())) {
    fail_chain(last, "is not the model's output");
  }
  if (read_serialized("layer", chain.front()).class_name != "InputLayer") {
    fail_chain(name_of(chain.front()), "is the model's input, but no InputLayer");
  }
  Config config = Config::entries({{"layers", chain}});
  for (const std::string_view name : {"name", "trainable"}) {
    if (const Config* value = functional_config.find(name)) config.set(name, *value);
  }
  return config;
}

FunctionalForm functional_form(const Config& functional_config) {
  const auto layers = functional_config.get<Config>("layers");
  const auto last_nodes = layers.as<Config::List>()->back().get<Config>("inbound_nodes");
  const Config::List& nodes = *last_nodes.as<Config::List>();
  const bool keras2 = !nodes.empty() && nodes.front().as<Config::List>() != nullptr;  // lists everywhere
  const auto lists = [&](const char* ends) {
    return !keras2 && is_list_of_places(functional_config.get<Config>(ends));
  };
  return {end_of(functional_config, "input_layers"), lists("input_layers"), lists("output_layers")};
}

Config functional_config(const Config& config, const SequentialLayer& model) {
  const FunctionalForm& form = *model.functional_form();
  Config::List layers = *config.get<Config>("layers").as<Config::List>();
  std::string last;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    Config::List nodes;
    if (i > 0) nodes.push_back(node_after(last, model.with_fixed_batch(model.nodes()[i - 1].input_shape)));
    last = name_of(layers[i]);
    layers[i].set("name", last);
    layers[i].set("inbound_nodes", std::move(nodes));
  }
  return Config::entries({{"name", model.name()},
                          {"trainable", model.trainable()},
                          {"layers", std::move(layers)},
                          {"input_layers", in_list(place_of(form.input_name), form.lists_inputs)},
                          {"output_layers", in_list(place_of(last), form.lists_outputs)}});
}

}  // namespace keratin
