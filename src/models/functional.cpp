// Functional models in configs.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "config/reader.hpp"
#include "config/serialized.hpp"
#include "keratin/error.hpp"
#include "models/deserialize.hpp"
#include "models/functional_nodes.hpp"
#include "models/graph_calls.hpp"
#include "models/model_layer.hpp"
#include "models/operations.hpp"
#include "printable.hpp"

namespace keratin {

namespace {

[[noreturn]] void fail_layer(const std::string& layer, std::string_view what) {
  throw ValueError(fmt::format("layer '{}' {}", layer, what));
}

/// Whether a layer is of a user's class, or a model that holds one.
bool holds_registered_class(const Config& layer) {
  if (is_registered_class(layer)) return true;
  if (const Config* inner = argument_layer(layer)) return holds_registered_class(*inner);
  const Config::List* layers = inner_layers(layer);
  return layers != nullptr && std::any_of(layers->begin(), layers->end(), holds_registered_class);
}

/// What a layer's calls say of its argument `training`, which Keras 3 does not heed but in model(x).
std::optional<bool> training_of(const Config& layer, const WrittenCall& call) {
  if (!call.training) return {};
  const std::string name = name_in_graph(layer);
  if (call.keras3) {
    if (*call.training) {
      print_note(fmt::format(
          "The layer '{}' is called with training=True. Keras 3 applies that only in model(x), not in "
          "predict(), evaluate() or fit(); it is ignored here.",
          name));
    }
    return {};
  }
  if (holds_registered_class(layer)) {
    fail_layer(
        name,
        "is of a class of your own, or holds one, and is called with the argument 'training', which such "
        "a class cannot be told");
  }
  return call.training;
}

/// The layers of a graph and their calls, in the order of the file.
class Graph {
 public:
  explicit Graph(const Config::List& layers) {
    for (const Config& written : layers) {
      const std::string name = name_in_graph(written);
      const Config& layer = without_operation(written, name);
      require_known_class(layer);
      if (!layers_.emplace(name, &layer).second)
        throw ValueError(fmt::format("two of its layers are called '{}'", name));
      try {
        add_calls(layer, name);
      } catch (const ValueError& error) {
        throw ValueError(fmt::format("layer '{}': {}", name, error.what()));
      }
    }
    count_models_from_0();
  }

  /// Throws ValueError unless this is one of the layers.
  void require(const std::string& what, const Place& place) const {
    if (layers_.contains(place.layer)) return;
    throw ValueError(fmt::format("{} is '{}', which is none of its layers", what, place.layer));
  }

  /// Makes all calls, whose places count the calls of models as `ends` must.
  MadeCalls make(const std::vector<Place*>& ends) {
    for (Place* end : ends) count_from_0(*end);
    MadeCalls made;
    for (const auto& [name, layer] : layers_) {
      if (class_of_layer(*layer) == "InputLayer") made.emplace(std::pair(name, 0), input_of(*layer, name));
    }
    make_calls(std::move(calls_), made, [&](const std::string& name, const std::vector<Shape>& inputs) {
      if (operations_.contains(name)) require_one_rank(name, inputs);
      return deserialize_layer(*layers_.at(name));
    });
    return made;
  }

  [[nodiscard]] bool is_keras3() const { return is_keras3_; }

  [[nodiscard]] int fixed_batch(const Place& input) const {
    return keratin::fixed_batch(*layers_.at(input.layer));
  }

 private:
  /// The config of the layer that computes what an operation does; any other layer's is the same.
  const Config& without_operation(const Config& layer, const std::string& name) {
    try {
      std::optional<Config> other = layer_of_operation(layer);
      return other ? operations_.emplace(name, std::move(*other)).first->second : layer;
    } catch (const ValueError& error) {
      fail_layer(name, fmt::format("({}): {}", class_of_layer(layer), error.what()));
    }
  }

  /// Operations compare the batch of one array with an axis of another if that has more axes.
  static void require_one_rank(const std::string& name, const std::vector<Shape>& inputs) {
    for (const Shape& input : inputs) {
      if (input.rank() == inputs.front().rank()) continue;
      fail_layer(name,
                 fmt::format("is an operation on arrays of shapes {} and {}, but only arrays of as many "
                             "axes are supported",
                             to_string(inputs.front()), to_string(input)));
    }
  }

  void add_calls(const Config& layer, const std::string& name) {
    int number = 0;
    for (WrittenCall& call : calls_of(layer)) {
      is_keras3_ = is_keras3_ || call.keras3;
      calls_.push_back({name, number++, std::move(call.inputs), call.is_list, training_of(layer, call)});
    }
    if (is_model_class(layer)) models_.emplace(name, number);
  }

  /// Keras 2 counts the making of a model as its first call.
  void count_models_from_0() {
    for (const PlannedCall& call : calls_) {
      for (const Place& input : call.inputs) see(input);
    }
    for (PlannedCall& call : calls_) {
      for (Place& input : call.inputs) count_from_0(input);
    }
  }
  void see(const Place& place) {
    const auto model = models_.find(place.layer);
    if (model != models_.end() && place.call == model->second) counted_from_1_.insert(place.layer);
  }
  void count_from_0(Place& place) {
    see(place);
    if (counted_from_1_.contains(place.layer)) --place.call;
  }

  std::map<std::string, Config> operations_;  // in whose place these layers are
  std::map<std::string, const Config*> layers_;
  std::vector<PlannedCall> calls_;
  std::map<std::string, int> models_;  // with the number of their calls
  std::set<std::string> counted_from_1_;
  bool is_keras3_ = false;
};

/// An output of a layer, as Keras 3 writes it.
Config history_of(const Place& place) { return Config::List{place.layer, place.call, place.output}; }

Config tensor_of(const ModelLayer& model, std::size_t value) {
  return Config::entries(
      {{"class_name", "__keras_tensor__"},
       {"config", Config::entries({{"shape", to_config(model.with_fixed_batch(model.values()[value].shape))},
                                   {"dtype", "float32"},
                                   {"keras_history", history_of(place_of(model, value))}})}});
}

/// The calls of a layer.
Config::List nodes_of(const ModelLayer& model, const std::string& name) {
  std::map<int, Config> calls;
  for (const ModelLayer::Node& node : model.nodes()) {
    if (node.layer->name() != name) continue;
    Config::List tensors;
    for (std::size_t input : node.inputs) tensors.push_back(tensor_of(model, input));
    if (node.is_list) tensors = {Config(std::move(tensors))};
    if (is_written_as_operation(*node.layer)) tensors = operation_arguments(*node.layer, tensors.front());
    const Config arguments =
        node.training ? Config::entries({{"training", *node.training}}) : Config::entries();
    calls.emplace(node.call, Config::entries({{"args", std::move(tensors)}, {"kwargs", arguments}}));
  }
  Config::List nodes;
  for (auto& [number, call] : calls) nodes.push_back(std::move(call));
  return nodes;
}

/// The places of these values: a list of them unless there is one, not made as a list.
Config ends_in(const ModelLayer& model, const std::vector<std::size_t>& values, bool is_list) {
  if (values.size() == 1 && !is_list) return history_of(place_of(model, values.front()));
  Config::List places;
  for (std::size_t value : values) places.push_back(history_of(place_of(model, value)));
  return places;
}

}  // namespace

std::shared_ptr<ModelLayer> functional_model(const Config& functional_config) {
  ConfigReader reader(functional_config);
  ModelOptions options;
  for (const char* read_here : {"input_layers", "output_layers", "layers"}) reader.ignore(read_here);
  reader("name", options.name);
  reader("trainable", options.trainable);
  reader.finish();
  Ends inputs = ends_of(functional_config, "input"), outputs = ends_of(functional_config, "output");
  Graph graph(layers_in(functional_config));
  std::vector<Place*> ends;
  for (Place& place : inputs.places) graph.require("its input", *ends.emplace_back(&place));
  for (Place& place : outputs.places) graph.require("its output", *ends.emplace_back(&place));
  const MadeCalls made = graph.make(ends);
  std::vector<KerasTensor> from, to;
  for (const Place& place : inputs.places) from.push_back(tensor_at(made, place));
  for (const Place& place : outputs.places) to.push_back(tensor_at(made, place));
  auto model = std::make_shared<ModelLayer>(KerasTensors(from), KerasTensors(to), options);
  FunctionalForm form = *model->functional_form();
  form.lists_inputs = graph.is_keras3() && inputs.is_list;  // Keras 2 always writes lists
  form.lists_outputs = graph.is_keras3() && outputs.is_list;
  model->set_functional_form(std::move(form));
  model->fix_batch(graph.fixed_batch(inputs.places.front()));
  return model;
}

Config functional_config(Config::List layers, bool trainable, const ModelLayer& model) {
  for (Config& layer : layers) {
    const std::string name = name_in_graph(layer);
    layer.set("name", name);
    layer.set("inbound_nodes", nodes_of(model, name));
  }
  std::vector<std::size_t> inputs(model.input_count());
  std::iota(inputs.begin(), inputs.end(), std::size_t{0});
  const FunctionalForm& form = *model.functional_form();
  Config config = Config::entries({{"name", model.name()}, {"trainable", trainable}});
  config.set("layers", std::move(layers));
  config.set("input_layers", ends_in(model, inputs, form.lists_inputs));
  config.set("output_layers", ends_in(model, model.outputs(), form.lists_outputs));
  return config;
}

}  // namespace keratin
