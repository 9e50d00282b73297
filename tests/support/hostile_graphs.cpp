#include "support/hostile_graphs.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "files/atomic_file.hpp"
#include "files/hdf5_writer.hpp"
#include "files/zip_file.hpp"
#include "support/hostile.hpp"

namespace keratin::testing {
namespace {

using nlohmann::json;

/// An output of a layer.
struct Place {
  std::string layer;
  int call = 0;
  int output = 0;
};
using Places = std::vector<Place>;

/// Writes the parts of a graph in the form of one Keras.
class Graph {
 public:
  explicit Graph(std::mt19937& random) : random_(random), keras3_(random() % 2 == 0) {}

  Place input(const json& shape) {
    const std::string name = next("i");
    json batch_shape = {nullptr};
    for (const json& size : shape) batch_shape.push_back(size);
    add("InputLayer", name, {{keras3_ ? "batch_shape" : "batch_input_shape", batch_shape}}, json::array());
    inputs_.push_back({name});
    return inputs_.back();
  }

  /// A layer and its calls, each with a list of these.
  Place layer(const std::string& class_name, json arguments, const std::vector<Places>& calls) {
    const std::string name = next("l");
    add(class_name, name, std::move(arguments), nodes(calls));
    return {name, std::max(0, static_cast<int>(calls.size()) - 1)};
  }

  Place one(const std::string& class_name, const Place& x) {
    return layer(class_name, json::object(), {{x}});
  }

  Place merge(const Places& x) {
    static const std::vector<std::string> classes = {"Add",     "Multiply", "Average",     "Maximum",
                                                     "Minimum", "Subtract", "Concatenate", "Dot"};
    const std::string& class_name = one_of(classes, random_);
    return layer(class_name, class_name == "Dot" ? json{{"axes", 1}} : json::object(), {x});
  }

  /// The whole model; some of its inputs may be missing.
  json model(const Places& outputs) { return model(inputs_, outputs); }

  json model(const Places& inputs, const Places& outputs) {
    json config = {{"name", next("m")}, {"layers", layers_}};
    config["input_layers"] = places(inputs);
    config["output_layers"] = places(outputs);
    return {{"class_name", "Functional"}, {"config", config}};
  }

  json& layers() { return layers_; }
  Places& inputs() { return inputs_; }

  /// The nodes of calls.
  [[nodiscard]] json nodes(const std::vector<Places>& calls) const {
    json all = json::array();
    for (const Places& call : calls) {
      json list = json::array();
      for (const Place& x : call)
        list.push_back(keras3_ ? keras3(x) : json{x.layer, x.call, x.output, json::object()});
      if (keras3_)
        list = {{"args", json::array({call.size() == 1 ? list[0] : list})}, {"kwargs", json::object()}};
      all.push_back(std::move(list));
    }
    return all;
  }

  void add(const std::string& class_name, const std::string& name, json arguments, json inbound) {
    if (!arguments.contains("layers")) arguments["name"] = name;
    layers_.push_back({{"class_name", class_name},
                       {"name", name},
                       {"config", std::move(arguments)},
                       {"inbound_nodes", std::move(inbound)}});
  }

  std::string next(const char* stem) { return stem + std::to_string(count_++); }

 private:
  static json keras3(const Place& x) {
    return {{"class_name", "__keras_tensor__"},
            {"config", {{"shape", {nullptr, 4}}, {"keras_history", {x.layer, x.call, x.output}}}}};
  }

  static json places(const Places& ends) {
    json list = json::array();
    for (const Place& x : ends) list.push_back({x.layer, x.call, x.output});
    return list;
  }

  std::mt19937& random_;
  bool keras3_;
  int count_ = 0;
  json layers_ = json::array();
  Places inputs_;
};

int some_count(std::mt19937& random) {
  static constexpr std::array<int, 6> counts = {3, 60, 500, 4095, 4097, 10000};
  return one_of(counts, random);
}

/// Thousands of layers one after the other, in the file in any order.
json long_chain(Graph& graph, std::mt19937& random) {
  Place x = graph.input({4});
  for (int i = some_count(random); i > 0; --i) x = graph.one("Activation", x);
  for (json& layer : graph.layers()) {
    if (layer["class_name"] == "Activation") layer["config"]["activation"] = "relu";
  }
  json& layers = graph.layers();
  if (random() % 3 == 0) std::reverse(layers.begin(), layers.end());
  if (random() % 3 == 0) std::shuffle(layers.begin(), layers.end(), random);
  return graph.model({x});
}

/// One layer that takes thousands of arrays: what thousands of layers give, or always the same one.
json wide(Graph& graph, std::mt19937& random) {
  const int count = some_count(random);
  Places all = {graph.input({4})};
  const bool are_inputs = random() % 3 == 0, are_same = random() % 2 == 0;
  while (static_cast<int>(all.size()) < count) {
    all.push_back(are_inputs ? graph.input({4}) : are_same ? all[0] : graph.one("Flatten", all[0]));
  }
  return graph.model({graph.merge(all)});
}

/// What is made doubles its share of the output with each layer: as many paths as 2 to that power.
json doubling(Graph& graph, std::mt19937& random) {
  Place x = graph.input({4});
  for (int i = some_count(random); i > 0; --i)
    x = graph.layer(random() % 8 == 0 ? "Maximum" : "Add", json::object(), {{x, x}});
  return graph.model({x, x});
}

/// A model of a model, which may be called twice each time, of a model…
json nested(Graph& graph, std::mt19937& random) {
  json model = graph.model({graph.one("Flatten", graph.input({4}))});
  const bool calls_twice = random() % 2 == 0;
  const int most = one_of(std::array{10, 60, 99, 101, 300}, random);
  for (int level = 0; level < most; ++level) {
    Graph outer(random);
    const std::string name = "inner" + std::to_string(level);
    const Place x = outer.input({4});
    model["config"]["name"] = name;
    std::vector<Places> calls = {{x}};
    if (calls_twice) calls.push_back({{name, 0}});
    outer.add("Functional", name, std::move(model["config"]), outer.nodes(calls));
    model = outer.model({{name, static_cast<int>(calls.size()) - 1}});
  }
  return model;
}

/// A layer called thousands of times.
json shared(Graph& graph, std::mt19937& random) {
  const Place x = graph.input({4});
  const int count = some_count(random);
  const std::string name = graph.next("l");
  std::vector<Places> calls = {{x}};
  for (int i = 1; i < count; ++i) calls.push_back({{name, random() % 8 == 0 ? 0 : i - 1}});
  if (random() % 2 == 0) std::reverse(calls.begin(), calls.end());
  graph.add("Dense", name, {{"units", 4}}, graph.nodes(calls));
  return graph.model({{name, count - 1}});
}

/// Shapes that merge to one of up to 2^93 numbers.
json enormous(Graph& graph, std::mt19937& random) {
  static const std::vector<json> sizes = {1, 2, 1000, 65536, 2147483647, nullptr, 1, 1};
  Places all;
  for (auto i = 1 + random() % 3; i > 0; --i) {
    json shape = json::array();
    for (int axis = 0; axis < 3; ++axis) shape.push_back(one_of(sizes, random));
    all.push_back(graph.input(shape));
  }
  return graph.model({graph.merge(all)});
}

/// Steps of steps of steps.
json of_steps(Graph& graph, std::mt19937& random) {
  json layer = {{"class_name", "Dense"}, {"config", {{"name", "d"}, {"units", 4}}}};
  const int most = one_of(std::array{1, 2, 5, 30, 200}, random);
  for (int level = 0; level < most; ++level) {
    layer = {{"class_name", "TimeDistributed"},
             {"config", {{"name", "t" + std::to_string(level)}, {"layer", std::move(layer)}}}};
  }
  json shape = json::array();
  for (int axis = one_of(std::array{1, 2, 3, 6, 7}, random); axis > 0; --axis) shape.push_back(4);
  const Place x = graph.input(shape);
  graph.add("TimeDistributed", "outer", std::move(layer["config"]), graph.nodes({{x}}));
  graph.layers().back()["config"]["name"] = "outer";
  return graph.model({{"outer"}});
}

/// A small graph of random layers.
json small(Graph& graph, std::mt19937& random) {
  Places pool = {graph.input({4}), graph.input({4})};
  for (auto i = 1 + random() % 8; i > 0; --i) {
    const Place a = one_of(pool, random), b = one_of(pool, random);
    pool.push_back(random() % 2 == 0 ? graph.merge({a, b}) : graph.layer("Dense", {{"units", 4}}, {{a}}));
  }
  return graph.model({pool.back(), one_of(pool, random)});
}

/// Makes one place of a small graph wrong.
void break_graph(json& model, std::mt19937& random) {
  json& config = model["config"];
  json &layers = config["layers"], &layer = layers[random() % layers.size()];
  static const std::vector<json> wrong = {"none", "l2", "i0", "", 7, -1, 1, 2147483647, nullptr, 1e9};
  json text = json::parse(layer["inbound_nodes"].dump());
  switch (random() % 9) {
    case 0:  // a circle, or what another layer gives
      std::swap(layer["inbound_nodes"], layers[random() % layers.size()]["inbound_nodes"]);
      break;
    case 1:
      layer["inbound_nodes"] = layers.back()["inbound_nodes"];
      break;
    case 2:
      layers.push_back(layer);
      break;
    case 3:
      config["input_layers"].push_back(config["input_layers"][0]);
      break;
    case 4:
      config["input_layers"].erase(0);
      break;
    case 5:
      config["output_layers"][0][random() % 3] = one_of(wrong, random);
      break;
    case 6:
      config["output_layers"] = json::array({json::array({layer["name"], 0, 0})});
      break;
    case 7:
      layers.erase(random() % layers.size());
      break;
    default:
      for (json* place = &text; place->is_structured() && !place->empty();) {
        auto item = place->begin();
        std::advance(item, static_cast<std::ptrdiff_t>(random() % place->size()));
        place = &*item;
        if (!place->is_structured()) *place = one_of(wrong, random);
      }
      layer["inbound_nodes"] = text;
  }
}

}  // namespace

json hostile_graph(std::mt19937& random) {
  static constexpr std::array kinds = {long_chain, wide,     doubling, nested, shared,
                                       enormous,   of_steps, small,    small,  small};
  Graph graph(random);
  json model = one_of(kinds, random)(graph, random);
  if (random() % 2 == 0 && model["config"]["layers"].size() < 100) break_graph(model, random);
  return model;
}

void write_graph(const std::string& path, const json& model) {
  const std::string text = model.dump();
  saving::Hdf5Writer weights(path);
  if (path.ends_with(".h5")) {
    weights.add_text("", "model_config", text);
    weights.add_text("", "keras_version", "2.21.0");
    weights.add_group("model_weights");
    weights.add_texts("model_weights", "layer_names", {});
    saving::write_atomically(path, weights.bytes());
    return;
  }
  weights.add_group("vars");
  saving::ZipWriter archive(path);
  archive.add("config.json", {text.begin(), text.end()});
  archive.add("model.weights.h5", weights.bytes());
  archive.commit();
}

}  // namespace keratin::testing
