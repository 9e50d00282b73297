#include "saving/keras2_graph.hpp"

#include <utility>
#include <vector>

#include "config/values.hpp"
#include "models/deserialize.hpp"
#include "models/functional_nodes.hpp"
#include "models/operations.hpp"
#include "models/unknown_class.hpp"

namespace keratin::saving {

namespace {

/// What a layer is called with: one output of a layer, or a list of them, and an operation with a constant.
std::vector<Config::List> places_of(const Config& node) {
  const Config::List* arguments = node.find("args")->as<Config::List>();
  if (const auto* list = arguments->front().as<Config::List>()) arguments = list;
  std::vector<Config::List> places;
  for (const Config& argument : *arguments) {
    if (const Config* place = place_in(argument)) places.push_back(*place->as<Config::List>());
  }
  return places;
}

/// The same place, as Keras 2 counts the calls of a model: its making is the first.
Config::List counted(Config::List place, const std::set<std::string>& models) {
  if (models.contains(*place[0].as<std::string>())) place[1] = *place[1].as<std::int64_t>() + 1;
  return place;
}

/// A part of a slice.
Config part2(const Config& part) {
  const Config* class_name = part.find("class_name");
  if (class_name == nullptr) return part;
  return *class_name == Config("__slice__") ? part.get<Config>("config")
                                            : Config::entries({{"class_name", *class_name}});
}

Config key2(const Config& key) {
  const auto* list = key.as<Config::List>();
  if (list == nullptr) return Config::List{part2(key)};
  Config::List parts;
  for (const Config& part : *list) parts.push_back(part2(part));
  return parts;
}

/// `["x", 0, 0, {"y": 2, "name": null}]`
Config operation_node(const Config& operation, const std::set<std::string>& models) {
  const Config::List& nodes = *operation.find("inbound_nodes")->as<Config::List>();
  const Config::List& arguments = *nodes.front().find("args")->as<Config::List>();
  const Config* first = place_in(arguments[0]);
  Config::List node;
  if (first != nullptr) {
    node = counted(*first->as<Config::List>(), models);
  } else {
    double constant = 0.0;  // TensorFlow adds no array of floats to an int that stands first
    read_argument("constant", arguments[0], constant);
    node = {"_CONSTANT_VALUE", -1, constant};
  }
  Config rest = Config::entries();
  if (class_of_layer(operation) == "GetItem") {
    rest.set("slice_spec", key2(arguments[1]));
  } else {
    if (arguments.size() > 1)
      rest.set("y", first != nullptr ? arguments[1]
                                     : Config(counted(*place_in(arguments[1])->as<Config::List>(), models)));
    rest.set("name", {});
  }
  node.push_back(std::move(rest));
  return node;
}

}  // namespace

Config keras2_nodes(const Config& layer, const std::set<std::string>& models) {
  if (is_operation(layer)) return Config::List{operation_node(layer, models)};
  Config::List older;
  for (const Config& node : *layer.find("inbound_nodes")->as<Config::List>()) {
    Config::List inputs;
    for (const Config::List& place : places_of(node)) {
      Config::List input = counted(place, models);
      input.push_back(node.get<Config>("kwargs"));
      inputs.push_back(std::move(input));
    }
    older.push_back(std::move(inputs));
  }
  return older;
}

Config keras2_ends(const Config& ends, bool in_list, const std::set<std::string>& models) {
  const Config::List& list = *ends.as<Config::List>();
  if (list.front().as<Config::List>() == nullptr) {
    Config place = counted(list, models);
    return in_list ? Config(Config::List{std::move(place)}) : place;
  }
  if (list.size() == 1 && !in_list) return counted(*list.front().as<Config::List>(), models);
  Config::List places;
  for (const Config& place : list) places.push_back(counted(*place.as<Config::List>(), models));
  return places;
}

Config keras2_operation(const Config& operation) {
  const std::string& class_name = class_of_layer(operation);
  Config config =
      Config::entries({{"name", name_in_graph(operation)}, {"trainable", true}, {"dtype", "float32"}});
  config.set("function", std::string(keras2_function(class_name)));
  Config older =
      Config::entries({{"class_name", class_name == "GetItem" ? "SlicingOpLambda" : "TFOpLambda"}});
  older.set("config", std::move(config));
  return older;
}

bool is_plain_chain(const Config& model, const Config::List& layers) {
  for (const char* ends : {"input_layers", "output_layers"}) {
    const Config::List& list = *arguments_of_layer(model).find(ends)->as<Config::List>();
    if (list.front().as<Config::List>() != nullptr && list.size() > 1) return false;
  }
  for (std::size_t i = 1; i < layers.size(); ++i) {
    const Config::List& nodes = *layers[i].find("inbound_nodes")->as<Config::List>();
    if (nodes.size() != 1 || places_of(nodes.front()).size() != 1) return false;
    if (places_of(nodes.front())[0][0] != *layers[i - 1].find("name")) return false;
  }
  return true;
}

std::set<std::string> models_among(const Config::List& layers) {
  std::set<std::string> models;
  for (const Config& layer : layers) {
    if (inner_layers(layer) != nullptr) models.insert(name_in_graph(layer));
  }
  return models;
}

}  // namespace keratin::saving
