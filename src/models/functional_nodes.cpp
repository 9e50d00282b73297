// The calls of layers in the config of a functional model.
#include "models/functional_nodes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "config/reader.hpp"
#include "keratin/error.hpp"
#include "models/deserialize.hpp"

namespace keratin {

namespace {

[[noreturn]] void fail_form(const Config& received) {
  throw ValueError(fmt::format("a layer's output such as ['dense', 0, 0] was expected, but received {}",
                               to_string(received)));
}

const Config::List& list_of(const Config& config) {
  const auto* list = config.as<Config::List>();
  if (list == nullptr) fail_form(config);
  return *list;
}

/// The first three parts of a place.
Place read_place(const Config::List& parts) {
  if (parts.size() < 3 || parts[0].as<std::string>() == nullptr) fail_form(parts);
  Place place{*parts[0].as<std::string>()};
  if (place.layer == "_CONSTANT_VALUE")
    throw ValueError("it is called with a constant, not with a layer's output");
  int output = 0;
  read_argument("call", parts[1], place.call);
  read_argument("output", parts[2], output);
  if (output != 0) {
    throw ValueError(fmt::format("output {} of layer '{}' is taken, but layers have one output, 0, here",
                                 output, place.layer));
  }
  return place;
}

/// None of the arguments of a call but `training` can be honoured.
void read_arguments(const Config& arguments, Call& call) {
  const auto* entries = arguments.as<Config::Entries>();
  if (entries == nullptr) fail_form(arguments);
  for (const auto& [name, value] : *entries) {
    if (value.is_none()) continue;
    if (name != "training") {
      throw ValueError(fmt::format("it is called with the argument '{}' ({}), which is not supported", name,
                                   to_string(value)));
    }
    const bool is_number = value == Config(0) || value == Config(1);
    read_argument(name, is_number ? Config(value == Config(1)) : value, call.training.emplace());
  }
}

const Config& only_input(const Config::List& inputs) {
  if (inputs.size() == 1) return inputs.front();
  throw ValueError(fmt::format("it is called with {} inputs, but only one is supported", inputs.size()));
}

/// `{"args": [tensor], "kwargs": {…}}`
Call keras3_call(const Config& node) {
  ConfigReader reader(node);
  const auto arguments = reader.required<Config>("args");
  const Config& tensor = only_input(list_of(arguments));
  Call call;
  call.keras3 = true;
  read_arguments(reader.required<Config>("kwargs"), call);
  reader.finish();
  const Config* config = tensor.find("config");
  const Config* history = config == nullptr ? nullptr : config->find("keras_history");
  if (history == nullptr || list_of(*history).size() != 3) {
    throw ValueError(
        fmt::format("it is called with {}, but only a layer's output is supported", to_string(tensor)));
  }
  call.input = read_place(list_of(*history));
  return call;
}

/// `[["dense", 0, 0, {…}]]`; the arguments may be missing.
Call keras2_call(const Config& node) {
  const Config::List& parts = list_of(only_input(list_of(node)));
  Call call{read_place(parts), {}, false};
  if (parts.size() > 4) fail_form(parts);
  if (parts.size() == 4) read_arguments(parts[3], call);
  return call;
}

/// The places of an input or output; a model that was made of several has a list of them.
std::vector<Config> places_of(const Config& ends) {
  const auto* list = ends.as<Config::List>();
  if (list == nullptr || list->empty()) fail_form(ends);
  return list->front().as<std::string>() != nullptr ? std::vector<Config>{ends} : *list;
}

}  // namespace

std::string name_in_graph(const Config& layer) {
  const Config* name = layer.find("name");
  if (name == nullptr) name = arguments_of_layer(layer).find("name");
  const auto* text = name == nullptr ? nullptr : name->as<std::string>();
  if (text == nullptr || text->empty())
    throw ValueError(
        fmt::format("a layer of a graph must have a name, but this one has none: {}", to_string(layer)));
  return *text;
}

std::optional<Call> call_of(const Config& layer) {
  const auto nodes = layer.get<Config>("inbound_nodes");
  const Config::List& calls = list_of(nodes);
  if (calls.empty()) return {};
  if (calls.size() > 1) {
    throw ValueError(fmt::format("it is called {} times, but only one call is supported", calls.size()));
  }
  const Config& node = calls.front();
  return node.as<Config::Entries>() != nullptr ? keras3_call(node) : keras2_call(node);
}

Place end_of(const Config& functional_config, std::string_view what) {
  const auto ends = functional_config.get<Config>(fmt::format("{}_layers", what));
  if (ends.as<Config::Entries>() != nullptr) {
    throw ValueError(fmt::format("its {0}s have names, and models with named {0}s are not supported: {1}",
                                 what, to_string(ends)));
  }
  std::vector<std::string> names;
  Place place;
  for (const Config& one : places_of(ends)) {
    place = read_place(list_of(one));
    names.push_back(place.layer);
  }
  if (names.size() == 1) return place;
  throw ValueError(fmt::format("it has {} {}s ({}), and models with several {}s are not supported",
                               names.size(), what, fmt::join(names, ", "), what));
}

}  // namespace keratin
