// Operations between layers in the configs of functional models: `a + b`, `a * 2`, `a[:, 0:2]`.
#include "models/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "keratin/error.hpp"
#include "layers/core/get_item.hpp"
#include "layers/core/operation.hpp"
#include "models/deserialize.hpp"
#include "models/functional_nodes.hpp"
#include "models/unknown_class.hpp"

namespace keratin {

namespace {

/// The module that the configs of layers name which are none of Keras's.
constexpr const char* operations_module = "keratin.operations";

using NameOfClass = std::map<std::string_view, std::string_view>;

/// A function of TensorFlow's, by which Keras 2 names an operation, and Keras 3's class of it.
struct Function {
  std::string_view name, class_name;
};

/// The first function of a class is the one that Keras 2 writes.
constexpr Function functions[] = {
    {"__operators__.add", "Add"},  {"__operators__.getitem", "GetItem"},
    {"concat", "Concatenate"},     {"math.abs", "Absolute"},
    {"math.add", "Add"},           {"math.exp", "Exp"},
    {"math.maximum", "Maximum"},   {"math.minimum", "Minimum"},
    {"math.multiply", "Multiply"}, {"math.negative", "Negative"},
    {"math.pow", "Power"},         {"math.sigmoid", "Sigmoid"},
    {"math.square", "Square"},     {"math.subtract", "Subtract"},
    {"math.tanh", "Tanh"},         {"math.truediv", "TrueDivide"},
    {"math.divide", "TrueDivide"}, {"nn.relu", "Relu"},
    {"nn.relu6", "Relu6"},         {"nn.sigmoid", "Sigmoid"},
    {"nn.tanh", "Tanh"},
};

/// Keras's name of the activation that an operation is.
const NameOfClass activations_of_classes = {
    {"Exp", "exponential"}, {"Relu", "relu"},         {"Relu6", "relu6"}, {"Sigmoid", "sigmoid"},
    {"Silu", "silu"},       {"Softplus", "softplus"}, {"Tanh", "tanh"},
};

/// The operations that are layers too if both arguments are what layers give.
constexpr std::string_view merging_classes[] = {"Add", "Maximum", "Minimum", "Multiply", "Subtract"};

constexpr std::string_view scalar_classes[] = {"Absolute", "Add",   "Maximum", "Minimum",  "Multiply",
                                               "Negative", "Power", "Square",  "Subtract", "TrueDivide"};

bool is_among(const auto& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// An operation at work.
struct Applied {
  std::string operation;             ///< Keras 3's class
  std::vector<Config> tensors = {};  ///< the arguments that layers give
  std::optional<Config> constant = {};
  bool comes_first = false;  ///< whether the constant does
  Config axis = {};          ///< of Concatenate
  bool keras3 = true;

  void add(const Config& argument, bool is_tensor) {
    if (is_tensor) {
      tensors.push_back(argument);
    } else if (constant) {
      throw ValueError(fmt::format("it is called with the constants {} and {}, but one at most is supported",
                                   to_string(*constant), to_string(argument)));
    } else {
      constant = argument;
      comes_first = tensors.empty();
    }
  }
};

const Config::List& list_in(const Config& config) {
  const auto* list = config.as<Config::List>();
  if (list == nullptr)
    throw ValueError(fmt::format("a list was expected, but received {}", to_string(config)));
  return *list;
}

/// The only call. Throws ValueError for another number of them.
const Config& only_call(const Config& layer) {
  const Config* nodes = layer.find("inbound_nodes");
  if (nodes == nullptr || list_in(*nodes).size() != 1)
    throw ValueError("an operation is called once, but received another number of calls");
  return list_in(*nodes).front();
}

void require_no_arguments(const Config& arguments) {
  const auto* entries = arguments.as<Config::Entries>();
  if (entries == nullptr) throw ValueError("a call's arguments were expected");
  for (const auto& [name, value] : *entries) {
    if (!value.is_none()) refuse_call_argument(name, value);
  }
}

/// `{"args": [TENSOR, 2], "kwargs": {}}`
Applied applied3(const Config& layer) {
  Applied applied{class_of_layer(layer)};
  const Config& call = only_call(layer);
  require_no_arguments(call.get<Config>("kwargs"));
  const Config* axis = arguments_of_layer(layer).find("axis");
  if (axis != nullptr) applied.axis = *axis;
  const auto arguments = call.get<Config>("args");
  const bool takes_list = applied.operation == "Concatenate" && !list_in(arguments).empty();
  for (const Config& argument : list_in(takes_list ? list_in(arguments).front() : arguments))
    applied.add(argument, place_in(argument) != nullptr);
  return applied;
}

/// Whether this is `["dense", 0, 0]`, of a layer.
bool is_place(const Config& argument) {
  const auto* list = argument.as<Config::List>();
  return list != nullptr && list->size() == 3 && list->front().as<std::string>() != nullptr;
}

/// A slice of Keras 2's as Keras 3 writes it.
Config part3(const Config& part) {
  const Config* class_name = part.find("class_name");
  if (class_name != nullptr && *class_name == Config("__ellipsis__"))
    return Config::entries({{"class_name", "__ellipsis__"}, {"config", Config::entries()}});
  if (part.as<Config::Entries>() != nullptr)
    return Config::entries({{"class_name", "__slice__"}, {"config", part}});
  return part;
}

Config key3(const Config& slices) {
  const auto* list = slices.as<Config::List>();
  if (list == nullptr) return part3(slices);
  Config::List parts;
  for (const Config& part : *list) parts.push_back(part3(part));
  return parts;
}

/// `["x", 0, 0, {"y": 2, "name": null}]`, for a list of inputs a list of those. `y` is the second argument.
Applied applied2(const Config& layer, std::string_view operation) {
  Applied applied{std::string(operation)};
  applied.keras3 = false;
  const Config::List& call = list_in(only_call(layer));
  const bool is_list = !call.empty() && call.front().as<Config::List>() != nullptr;
  for (const Config& one : is_list ? call : Config::List{call}) {
    const Config::List& parts = list_in(one);
    if (parts.size() < 3) throw ValueError(fmt::format("its call {} has too few parts", to_string(one)));
    const bool is_constant = parts[0] == Config("_CONSTANT_VALUE");
    applied.add(is_constant ? parts[2] : Config::List(parts.begin(), parts.begin() + 3), !is_constant);
    if (parts.size() < 4) continue;
    const auto* entries = parts[3].as<Config::Entries>();
    if (entries == nullptr) throw ValueError(fmt::format("its call {} has no arguments", to_string(one)));
    Config rest = Config::entries();
    for (const auto& [name, value] : *entries) {
      if (name == "y") {
        applied.add(value, is_place(value));
      } else if (name == "slice_spec") {
        applied.add(key3(value), false);
      } else if (name == "axis" && is_list) {
        applied.axis = value;
      } else {
        rest.set(name, value);
      }
    }
    require_no_arguments(rest);
  }
  return applied;
}

Config calls_in_form(const Applied& applied, bool merges) {
  if (applied.keras3) {
    const Config::List arguments = merges ? Config::List{applied.tensors} : applied.tensors;
    return Config::List{Config::entries({{"args", arguments}, {"kwargs", Config::entries()}})};
  }
  return Config::List{Config(applied.tensors)};
}

/// Its class and arguments without the name; an empty class if no layer computes it.
std::pair<std::string, Config> class_and_arguments(const Applied& applied) {
  const std::string& operation = applied.operation;
  const std::size_t tensors = applied.tensors.size();
  if (operation == "Concatenate" && !applied.constant)
    return {"Concatenate", Config::entries({{"axis", applied.axis}})};
  if (tensors == 2 && !applied.constant && is_among(merging_classes, operation))
    return {operation, Config::entries()};
  if (tensors != 1) return {};
  const auto activation = activations_of_classes.find(operation);
  if (activation != activations_of_classes.end() && !applied.constant)
    return {"Activation", Config::entries({{"activation", std::string(activation->second)}})};
  if (operation == "GetItem" && applied.constant)
    return {"GetItem", Config::entries({{"key", *applied.constant}})};
  if (!is_among(scalar_classes, operation)) return {};
  return {"Operation", Config::entries({{"operation", operation},
                                        {"constant", applied.constant.value_or(Config())},
                                        {"comes_first", applied.comes_first}})};
}

}  // namespace

std::string_view keras2_function(std::string_view operation) {
  return std::find_if(std::begin(functions), std::end(functions),
                      [&](const Function& one) { return one.class_name == operation; })
      ->name;
}

std::optional<Config> layer_of_operation(const Config& layer) {
  const std::string& class_name = class_of_layer(layer);
  const bool is_of_keras2 = class_name == "TFOpLambda" || class_name == "SlicingOpLambda";
  if (!is_of_keras2 && !is_operation(layer)) return {};
  Applied applied;
  if (is_of_keras2) {
    const Config* function = arguments_of_layer(layer).find("function");
    const auto* text = function == nullptr ? nullptr : function->as<std::string>();
    const auto* found = std::find_if(std::begin(functions), std::end(functions), [&](const Function& one) {
      return text != nullptr && one.name == *text;
    });
    if (found == std::end(functions)) return {};
    applied = applied2(layer, found->class_name);
  } else {
    applied = applied3(layer);
  }
  auto [own_class, arguments] = class_and_arguments(applied);
  if (own_class.empty()) return {};
  const bool is_own = own_class == "Operation" || own_class == "GetItem";
  const bool merges = own_class == "Concatenate" || applied.tensors.size() > 1;
  const std::string name = name_in_graph(layer);
  arguments.set("name", name);
  Config config = Config::entries(
      {{"module", is_own ? operations_module : "keras.layers"}, {"class_name", own_class}, {"name", name}});
  config.set("config", std::move(arguments));
  config.set("inbound_nodes", calls_in_form(applied, merges));
  return config;
}

bool is_known_operation(const Config& layer) {
  const Config* module = layer.find("module");
  return module != nullptr && *module == Config(operations_module);
}

std::shared_ptr<Layer> operation_from_config(const Config& layer) {
  if (!is_known_operation(layer)) return nullptr;
  return class_of_layer(layer) == "GetItem" ? layers::GetItem::from_config(arguments_of_layer(layer))
                                            : layers::Operation::from_config(arguments_of_layer(layer));
}

bool is_written_as_operation(const Layer& layer) {
  return dynamic_cast<const layers::Operation*>(&layer) != nullptr ||
         dynamic_cast<const layers::GetItem*>(&layer) != nullptr;
}

Config::List operation_arguments(const Layer& layer, Config tensor) {
  if (const auto* item = dynamic_cast<const layers::GetItem*>(&layer))
    return {std::move(tensor), item->key()};
  const auto& operation = dynamic_cast<const layers::Operation&>(layer);
  if (!operation.takes_constant()) return {std::move(tensor)};
  if (operation.comes_first()) return {operation.constant(), std::move(tensor)};
  return {std::move(tensor), operation.constant()};
}

}  // namespace keratin
