#include "models/graph_calls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "keratin/error.hpp"
#include "keratin/layers/core/input_layer.hpp"
#include "layers/layer_call.hpp"

namespace keratin {

namespace {

[[noreturn]] void fail_place(const Place& place) {
  throw ValueError(fmt::format("layer '{}' has no call {} that could be taken", place.layer, place.call));
}

/// Throws ValueError for inputs of layers, and calls of them, that there are not.
void check_places(const std::vector<PlannedCall>& calls, const MadeCalls& made) {
  std::set<std::pair<std::string, int>> known;
  std::set<std::string> layers;
  const auto add = [&](const std::string& name, int number) {
    known.emplace(name, number);
    layers.insert(name);
  };
  for (const auto& [call, tensors] : made) add(call.first, call.second);
  for (const PlannedCall& call : calls) add(call.name, call.number);
  for (const PlannedCall& call : calls) {
    for (const Place& input : call.inputs) {
      if (!layers.contains(input.layer)) {
        throw ValueError(
            fmt::format("layer '{}' is called with the output of '{}', which is none of its layers",
                        call.name, input.layer));
      }
      if (!known.contains({input.layer, input.call})) fail_place(input);
    }
  }
}

/// The order in which the calls are made: as Keras goes through their list again and again, each time making
/// those whose inputs are there. Throws ValueError if some never are.
std::vector<std::size_t> order_of(const std::vector<PlannedCall>& calls, const MadeCalls& made) {
  std::map<std::pair<std::string, int>, std::size_t> numbers;
  for (std::size_t i = 0; i < calls.size(); ++i)
    numbers.emplace(std::pair(calls[i].name, calls[i].number), i);
  std::vector<std::vector<std::size_t>> followers(calls.size());
  std::vector<std::size_t> missing(calls.size(), 0), rounds(calls.size(), 0);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    const auto wait_for = [&](const std::string& layer, int call) {
      const std::pair key(layer, call);
      if (made.contains(key)) return;
      followers[numbers.at(key)].push_back(i);
      ++missing[i];
    };
    for (const Place& input : calls[i].inputs) wait_for(input.layer, input.call);
    if (calls[i].number > 0) wait_for(calls[i].name, calls[i].number - 1);
  }
  std::set<std::pair<std::size_t, std::size_t>> ready;  // in which round, and which call
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (missing[i] == 0) ready.emplace(0, i);
  }
  std::vector<std::size_t> order;
  while (!ready.empty()) {
    const auto [round, call] = *ready.begin();
    ready.erase(ready.begin());
    order.push_back(call);
    for (std::size_t follower : followers[call]) {
      rounds[follower] = std::max(rounds[follower], round + (follower < call ? 1 : 0));
      if (--missing[follower] == 0) ready.emplace(rounds[follower], follower);
    }
  }
  if (order.size() == calls.size()) return order;
  const auto waits =
      std::find_if(missing.begin(), missing.end(), [](std::size_t count) { return count > 0; });
  throw ValueError(fmt::format("its layers are called in a circle: '{}' is never reached from an input",
                               calls[static_cast<std::size_t>(waits - missing.begin())].name));
}

}  // namespace

KerasTensor tensor_at(const MadeCalls& made, const Place& place) {
  const auto found = made.find({place.layer, place.call});
  if (found == made.end()) fail_place(place);
  if (place.output < 0 || static_cast<std::size_t>(place.output) >= found->second.size()) {
    throw ValueError(fmt::format("output {} of layer '{}' is taken, but it has {}, counted from 0",
                                 place.output, place.layer, found->second.size()));
  }
  return found->second[static_cast<std::size_t>(place.output)];
}

void make_calls(std::vector<PlannedCall> calls, MadeCalls& made, const LayerOfName& layer_of) {
  if (calls.size() > Nesting::most_layers) {
    throw ValueError(fmt::format("its layers are called {} times, but a model can hold at most {} calls",
                                 calls.size(), Nesting::most_layers));
  }
  check_places(calls, made);
  std::map<std::string, std::shared_ptr<Layer>> layers;
  for (const std::size_t number : order_of(calls, made)) {
    const PlannedCall& planned = calls[number];
    std::vector<KerasTensor> inputs;
    std::vector<Shape> shapes;
    for (const Place& input : planned.inputs) {
      inputs.push_back(tensor_at(made, input));
      shapes.push_back(inputs.back().shape());
    }
    std::shared_ptr<Layer>& layer = layers[planned.name];
    if (layer == nullptr) layer = layer_of(planned.name, shapes);
    const KerasTensors given = planned.is_list ? KerasTensors(inputs) : KerasTensors(inputs.front());
    made.emplace(std::pair(planned.name, planned.number), call(layer, given, planned.training));
  }
}

Place place_of(const ModelLayer& model, std::size_t value) {
  const std::optional<std::size_t>& number = model.values()[value].node;
  if (!number) return {model.functional_form()->input_names[value]};
  const ModelLayer::Node& node = model.nodes()[*number];
  return {node.layer->name(), node.call, static_cast<int>(value - node.output)};
}

std::shared_ptr<ModelLayer> remade(const ModelLayer& model, const std::vector<Shape>& inputs,
                                   const OtherLayer& other) {
  const FunctionalForm& form = *model.functional_form();
  MadeCalls made;
  std::map<std::string, std::shared_ptr<Layer>> layers;
  std::vector<PlannedCall> calls;
  std::vector<KerasTensor> from, to;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::string& name = form.input_names[i];
    from.push_back(layers::Input(inputs[i].without_batch(), {name}));
    made.emplace(std::pair(name, 0), from.back());
  }
  for (const ModelLayer::Node& node : model.nodes()) {
    PlannedCall& call = calls.emplace_back(PlannedCall{node.layer->name(), node.call, {}});
    for (std::size_t input : node.inputs) call.inputs.push_back(place_of(model, input));
    call.training = node.training;
    call.is_list = node.is_list;
    layers.emplace(node.layer->name(), node.layer);
  }
  make_calls(std::move(calls), made, [&](const std::string& name, const std::vector<Shape>& shapes) {
    return other(layers.at(name), shapes);
  });
  for (std::size_t output : model.outputs()) to.push_back(tensor_at(made, place_of(model, output)));
  auto copy = std::make_shared<ModelLayer>(KerasTensors(from), KerasTensors(to),
                                           ModelOptions{model.name(), model.trainable()});
  copy->set_functional_form(form);
  return copy;
}

std::shared_ptr<Layer> ModelLayer::clone() const {
  if (form_) {
    const std::shared_ptr<ModelLayer> copy = remade(
        *this, input_shapes(), [](const auto& layer, const auto& /*inputs*/) { return layer->clone(); });
    copy->fixed_batch_ = fixed_batch_;
    return copy;
  }
  auto copy = std::make_shared<ModelLayer>(SequentialOptions{trainable(), name()});
  copy->values_.front().shape = input_shape();
  copy->fixed_batch_ = fixed_batch_;
  for (const Node& node : nodes_) copy->add(node.layer->clone());
  return copy;
}

}  // namespace keratin
