// The calls of layers in the config of a functional model.
#include "models/functional_nodes.hpp"

#include <fmt/format.h>

#include <algorithm>
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
  read_argument("call", parts[1], place.call);
  read_argument("output", parts[2], place.output);
  if (place.call < 0 || place.output < 0) fail_form(parts);
  return place;
}

/// Whether it is None, or a list of nothing else: the masks of several inputs.
bool is_nothing(const Config& value) {
  const auto* list = value.as<Config::List>();
  return value.is_none() || (list != nullptr && std::all_of(list->begin(), list->end(),
                                                            [](const Config& one) { return one.is_none(); }));
}

/// None of the arguments of a call but `training` can be honoured.
void read_arguments(const Config& arguments, WrittenCall& call) {
  const auto* entries = arguments.as<Config::Entries>();
  if (entries == nullptr) fail_form(arguments);
  for (const auto& [name, value] : *entries) {
    if (is_nothing(value)) continue;
    if (name != "training") refuse_call_argument(name, value);
    const bool is_number = value == Config(0) || value == Config(1);
    read_argument(name, is_number ? Config(value == Config(1)) : value, call.training.emplace());
  }
}

/// The output of a layer that a tensor of Keras 3 names.
Place keras3_place(const Config& tensor) {
  const Config* place = place_in(tensor);
  if (place == nullptr || list_of(*place).size() != 3) {
    throw ValueError(
        fmt::format("it is called with {}, but only a layer's output is supported", to_string(tensor)));
  }
  return read_place(list_of(*place));
}

/// `{"args": [tensor], "kwargs": {…}}`, for a list of inputs `{"args": [[tensor, tensor]], …}`.
WrittenCall keras3_call(const Config& node) {
  ConfigReader reader(node);
  const auto arguments = reader.required<Config>("args");
  WrittenCall call;
  call.keras3 = true;
  read_arguments(reader.required<Config>("kwargs"), call);
  reader.finish();
  const Config::List* tensors = &list_of(arguments);
  if (tensors->size() > 1)
    throw ValueError(
        fmt::format("it is called with {} arguments, but only one is supported", tensors->size()));
  call.is_list = !tensors->empty() && tensors->front().as<Config::List>() != nullptr;
  if (call.is_list) tensors = tensors->front().as<Config::List>();
  for (const Config& tensor : *tensors) call.inputs.push_back(keras3_place(tensor));
  return call;
}

/// `[["dense", 0, 0, {…}]]`; the arguments may be missing.
WrittenCall keras2_call(const Config& node) {
  WrittenCall call;
  const Config::List& inputs = list_of(node);
  for (const Config& input : inputs) {
    const Config::List& parts = list_of(input);
    call.inputs.push_back(read_place(parts));
    if (parts.size() > 4) fail_form(parts);
    if (parts.size() == 4) read_arguments(parts[3], call);
  }
  call.is_list = inputs.size() > 1;
  return call;
}

}  // namespace

const Config* place_in(const Config& argument) {
  const Config* config = argument.find("config");
  return config == nullptr ? nullptr : config->find("keras_history");
}

void refuse_call_argument(const std::string& name, const Config& value) {
  throw ValueError(fmt::format("it is called with the argument '{}' ({}), which is not supported", name,
                               to_string(value)));
}

std::string name_in_graph(const Config& layer) {
  const Config* name = layer.find("name");
  if (name == nullptr) name = arguments_of_layer(layer).find("name");
  const auto* text = name == nullptr ? nullptr : name->as<std::string>();
  if (text == nullptr || text->empty())
    throw ValueError(
        fmt::format("a layer of a graph must have a name, but this one has none: {}", to_string(layer)));
  return *text;
}

std::vector<WrittenCall> calls_of(const Config& layer) {
  const auto nodes = layer.get<Config>("inbound_nodes");
  std::vector<WrittenCall> calls;
  for (const Config& node : list_of(nodes)) {
    calls.push_back(node.as<Config::Entries>() != nullptr ? keras3_call(node) : keras2_call(node));
    if (calls.back().inputs.empty()) throw ValueError("it is called without an input");
  }
  return calls;
}

Ends ends_of(const Config& functional_config, std::string_view what) {
  const auto written = functional_config.get<Config>(fmt::format("{}_layers", what));
  if (written.as<Config::Entries>() != nullptr) {
    throw ValueError(fmt::format("its {0}s have names, and models with named {0}s are not supported: {1}",
                                 what, to_string(written)));
  }
  const Config::List& list = list_of(written);
  if (list.empty()) fail_form(written);
  if (list.front().as<std::string>() != nullptr) return {{read_place(list)}, false};
  Ends ends{{}, true};
  for (const Config& one : list) ends.places.push_back(read_place(list_of(one)));
  return ends;
}

}  // namespace keratin
