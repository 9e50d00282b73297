// Functional models whose layers are a plain chain.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "config/reader.hpp"
#include "config/serialized.hpp"
#include "keratin/error.hpp"
#include "models/deserialize.hpp"
#include "models/functional_nodes.hpp"
#include "models/sequential_layer.hpp"
#include "printable.hpp"

namespace keratin {

namespace {

[[noreturn]] void fail_chain(const std::string& layer, std::string_view what) {
  throw ValueError(fmt::format(
      "layer '{}' {}: only functional models whose layers form a plain chain are supported", layer, what));
}

struct Node {
  std::string name;
  std::optional<Call> call;
  const Config* config;
};

/// The layers of a graph in the order of the file.
class Graph {
 public:
  explicit Graph(const Config::List& layers) {
    for (const Config& layer : layers) {
      require_known_class(layer);
      const std::string name = name_in_graph(layer);
      try {
        nodes_.push_back({name, call_of(layer), &layer});
      } catch (const ValueError& error) {
        throw ValueError(fmt::format("layer '{}': {}", name, error.what()));
      }
      if (is_model_class(layer)) models_.insert(name);
    }
  }

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

  /// The layers from `input` to `output`, each called with the output of the one before it.
  [[nodiscard]] std::vector<const Config*> chain(const Place& input, const Place& output) const {
    check_names(input, output);
    std::map<std::string, const Node*> followers = by_input();
    std::vector<const Config*> chain;
    std::string last;
    for (auto next = followers.extract(""); next; next = followers.extract(last)) {
      last = next.mapped()->name;
      chain.push_back(next.mapped()->config);
    }
    if (!followers.empty()) {  // each of them is called with another of them
      throw ValueError(fmt::format("its layers are called in a circle: '{}' is never reached from an input",
                                   followers.begin()->second->name));
    }
    check_call(input);
    check_call(output);
    if (name_in_graph(*chain.front()) != input.layer)
      fail_chain(input.layer, "is not the first of the layers");
    if (last != output.layer) fail_chain(last, "is not the model's output");
    return chain;
  }

 private:
  /// Throws ValueError unless the layers have names of their own and what is named is one of them.
  void check_names(const Place& input, const Place& output) const {
    std::set<std::string_view> names;
    for (const Node& node : nodes_) {
      if (!names.insert(node.name).second)
        throw ValueError(fmt::format("two of its layers are called '{}'", node.name));
    }
    const auto require = [&](const std::string& what, const std::string& name) {
      if (names.contains(name)) return;
      throw ValueError(fmt::format("{} '{}', which is none of its layers", what, name));
    };
    for (const Node& node : nodes_) {
      if (node.call)
        require(fmt::format("layer '{}' is called with the output of", node.name), node.call->input.layer);
    }
    require("its input is", input.layer);
    require("its output is", output.layer);
  }

  /// The layers by what they are called with; the first one by "".
  [[nodiscard]] std::map<std::string, const Node*> by_input() const {
    std::map<std::string, const Node*> followers;
    for (const Node& node : nodes_) {
      if (node.call) check_call(node.call->input);
      if (!followers.emplace(node.call ? node.call->input.layer : "", &node).second) {
        fail_chain(node.name, "shares its input with another layer");
      }
    }
    return followers;
  }

  /// Each layer is called once; Keras counts the making of a model as that one's first call.
  void check_call(const Place& place) const {
    if (place.call == 0 || (place.call == 1 && models_.contains(place.layer))) return;
    fail_chain(place.layer, fmt::format("has no call {} that could be taken", place.call));
  }

  std::vector<Node> nodes_;
  std::set<std::string> models_;
};

/// Whether a model's inputs or outputs are written as a list of places, even if it holds only one.
bool is_list_of_places(const Config& places) {
  const auto* list = places.as<Config::List>();
  return list != nullptr && !list->empty() && list->front().as<Config::List>() != nullptr;
}

/// `["dense", 0, 0]`: the output of a layer's first call.
Config place_of(const std::string& layer) { return Config::List{layer, 0, 0}; }

Config in_list(Config config, bool lists) { return lists ? Config(Config::List{std::move(config)}) : config; }

/// The node of a layer that is called with the output of `layer`, as Keras 3 writes it.
Config node_after(const std::string& layer, const Shape& shape, const Config& arguments) {
  const Config tensor = Config::entries({{"class_name", "__keras_tensor__"},
                                         {"config", Config::entries({{"shape", to_config(shape)},
                                                                     {"dtype", "float32"},
                                                                     {"keras_history", place_of(layer)}})}});
  return Config::entries({{"args", Config::List{tensor}}, {"kwargs", arguments}});
}

/// The arguments that the layer of that name is called with.
Config arguments_of(const FunctionalForm& form, const std::string& layer) {
  const auto found = form.training.find(layer);
  return found == form.training.end() ? Config::entries() : Config::entries({{"training", found->second}});
}

/// Whether a layer is of a user's class, or a model that holds one.
bool holds_registered_class(const Config& layer) {
  if (is_registered_class(layer)) return true;
  const Config::List* layers = inner_layers(layer);
  return layers != nullptr && std::any_of(layers->begin(), layers->end(), holds_registered_class);
}

/// Takes over the argument `training` of a layer's call.
void add_training(const Config& layer, const Call& call, std::map<std::string, bool>& training) {
  const auto name = arguments_of_layer(layer).get<std::string>("name");
  if (!call.keras3 && holds_registered_class(layer)) {
    fail_chain(
        name,
        "is of a class of your own, or holds one, and is called with the argument 'training', which such a "
        "class cannot be told");
  } else if (!call.keras3) {
    training.emplace(name, *call.training);
  } else if (*call.training) {
    print_note(fmt::format(
        "The layer '{}' is called with training=True. Keras 3 applies that only in model(x), not in "
        "predict(), "
        "evaluate() or fit(); it is ignored here.",
        name));
  }
}

}  // namespace

ModelParts functional_parts(const Config& functional_config) {
  ConfigReader reader(functional_config);
  ModelParts parts;
  for (const char* read_here : {"input_layers", "output_layers", "layers"}) reader.ignore(read_here);
  const Place input = end_of(functional_config, "input"), output = end_of(functional_config, "output");
  parts.layers = Graph(layers_in(functional_config)).chain(input, output);
  if (class_of_layer(*parts.layers.front()) != "InputLayer") {
    fail_chain(input.layer, "is the model's input, but no InputLayer");
  }
  reader("name", parts.options.name);
  reader("trainable", parts.options.trainable);
  reader.finish();
  return parts;
}

FunctionalForm functional_form(const Config& functional_config) {
  FunctionalForm form;
  form.input_name = end_of(functional_config, "input").layer;
  bool keras3 = false;
  for (const Config& layer : layers_in(functional_config)) {
    const std::optional<Call> call = call_of(layer);
    if (call && call->training) add_training(layer, *call, form.training);
    keras3 = keras3 || (call && call->keras3);
  }
  // Keras 2 always writes lists.
  form.lists_inputs = keras3 && is_list_of_places(functional_config.get<Config>("input_layers"));
  form.lists_outputs = keras3 && is_list_of_places(functional_config.get<Config>("output_layers"));
  return form;
}

Config functional_config(Config::List layers, bool trainable, const SequentialLayer& model) {
  const FunctionalForm& form = *model.functional_form();
  std::string last;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    Config::List nodes;
    const std::string name = name_in_graph(layers[i]);
    if (i > 0) {
      const Shape shape = model.with_fixed_batch(model.nodes()[i - 1].input_shape);
      nodes.push_back(node_after(last, shape, arguments_of(form, name)));
    }
    last = name;
    layers[i].set("name", last);
    layers[i].set("inbound_nodes", std::move(nodes));
  }
  Config config = Config::entries({{"name", model.name()}, {"trainable", trainable}});
  config.set("layers", std::move(layers));
  config.set("input_layers", in_list(place_of(form.input_name), form.lists_inputs));
  config.set("output_layers", in_list(place_of(last), form.lists_outputs));
  return config;
}

}  // namespace keratin
