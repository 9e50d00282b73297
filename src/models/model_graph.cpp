// Models made of KerasTensors: which calls of layers they are made of, and in which order.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/layers/core/input_layer.hpp"
#include "layers/core/input_layer.hpp"
#include "layers/layer_call.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

namespace {

using Call = const LayerCall*;

/// The calls that outputs follow from, in the orders that Keras keeps: a simulation of its rules, which
/// decide the order of weights, tables and random numbers.
class CallOrder {
 public:
  CallOrder(const KerasTensors& inputs, const KerasTensors& outputs) {
    for (const KerasTensor& output : outputs) visit(CallAccess::call_of(output).get());
    set_depths();
    for (const KerasTensor& input : inputs) add_unused(CallAccess::call_of(input).get());
  }

  /// The calls in the order in which they run: from the deepest to the outputs.
  [[nodiscard]] std::vector<Call> running() const {
    std::vector<Call> calls = first_depths_;
    std::stable_sort(calls.begin(), calls.end(),
                     [&](Call a, Call b) { return depths_.at(a) > depths_.at(b); });
    return calls;
  }

  /// The layers as Keras lists them.
  [[nodiscard]] std::vector<std::shared_ptr<Layer>> layers() const {
    std::vector<std::shared_ptr<Layer>> layers = layers_;
    std::stable_sort(layers.begin(), layers.end(), [&](const auto& a, const auto& b) {
      return layer_depths_.at(a.get()) > layer_depths_.at(b.get());
    });
    return layers;
  }

 private:
  /// Depth first, without recursion: a graph may be deep. Lists the layers as they are met, and each call
  /// after those that it needs.
  void visit(Call output) {
    std::vector<std::pair<Call, std::size_t>> open;
    const auto enter = [&](Call call) {
      if (!known_.insert(call).second) return;
      if (layer_depths_.emplace(call->layer.get(), 0).second) layers_.push_back(call->layer);
      open.emplace_back(call, 0);
    };
    enter(output);
    while (!open.empty()) {
      const auto [call, next] = open.back();
      if (next == call->inputs.size()) {
        postorder_.push_back(call);
        open.pop_back();
        continue;
      }
      ++open.back().second;
      enter(CallAccess::call_of(call->inputs[next]).get());
    }
  }

  void set_depth(Call call, int depth) {
    const auto [found, is_new] = depths_.emplace(call, depth);
    if (is_new) first_depths_.push_back(call);
    found->second = std::max(found->second, depth);
  }

  void set_depths() {
    for (auto call = postorder_.rbegin(); call != postorder_.rend(); ++call) {
      int& of_layer = layer_depths_.at((*call)->layer.get());
      set_depth(*call, of_layer);
      of_layer = std::max(of_layer, depths_.at(*call));
      for (const KerasTensor& input : (*call)->inputs)
        set_depth(CallAccess::call_of(input).get(), of_layer + 1);
    }
  }

  /// Inputs that no output needs have depth 0, and come first in it.
  void add_unused(Call input) {
    if (!layer_depths_.emplace(input->layer.get(), 0).second) return;
    layers_.insert(layers_.begin() + unused_++, input->layer);
  }

  std::unordered_set<Call> known_;
  std::vector<Call> postorder_, first_depths_;
  std::unordered_map<Call, int> depths_;
  std::vector<std::shared_ptr<Layer>> layers_;  // in the order in which the walk met them
  std::unordered_map<const Layer*, int> layer_depths_;
  std::ptrdiff_t unused_ = 0;  // how many of the layers no output needs
};

bool is_input(const LayerCall& call) { return call.inputs.empty(); }

/// The numbers, from 0, of each layer's calls among these: they may have been called elsewhere in between.
std::map<Call, int> numbers_of(const std::vector<Call>& calls) {
  std::map<const Layer*, std::vector<Call>> of_layer;
  for (Call call : calls) of_layer[call->layer.get()].push_back(call);
  std::map<Call, int> numbers;
  for (auto& [layer, own] : of_layer) {
    std::sort(own.begin(), own.end(), [](Call a, Call b) { return a->number < b->number; });
    for (std::size_t i = 0; i < own.size(); ++i) numbers.emplace(own[i], static_cast<int>(i));
  }
  return numbers;
}

}  // namespace

ModelLayer::ModelLayer(const KerasTensors& inputs, const KerasTensors& outputs, const ModelOptions& options)
    : Layer("Functional", LayerOptions{{}, options.name, options.trainable}),
      form_(FunctionalForm{.lists_inputs = inputs.is_list(), .lists_outputs = outputs.is_list()}),
      input_count_(inputs.size()),
      tensors_(std::pair(inputs, outputs)) {
  if (inputs.size() == 0 || outputs.size() == 0) fail("a model needs at least one input and one output.");
  std::map<std::pair<Call, std::size_t>, std::size_t> values;  // by the KerasTensors that they are
  for (const KerasTensor& input : inputs) {
    const std::shared_ptr<LayerCall>& call = CallAccess::call_of(input);
    if (!is_input(*call)) {
      fail(
          fmt::format("its inputs must be Inputs, but \"{}\" is what the layer \"{}\" gives. Give the Input "
                      "that it is made of.",
                      input.name(), call->layer->name()));
    }
    if (!values.emplace(std::pair(call.get(), std::size_t{0}), values_.size()).second)
      fail(fmt::format("the input \"{}\" is given twice: give each once.", call->layer->name()));
    form_->input_names.push_back(call->layer->name());
    values_.push_back({input.shape()});
  }
  const CallOrder order(inputs, outputs);
  take_layers(order.layers());
  const std::vector<Call> running = order.running();
  const std::map<Call, int> numbers = numbers_of(running);
  for (Call call : running) {
    if (is_input(*call)) {
      if (values.contains({call, 0})) continue;
      fail(fmt::format("its outputs need the input \"{}\", which is not among its inputs: give it too.",
                       call->layer->name()));
    }
    nest(*call->layer);
    Node node{.layer = call->layer,
              .training = call->training,
              .call = numbers.at(call),
              .number = call->number,
              .is_list = call->is_list};
    for (const KerasTensor& input : call->inputs) {
      node.inputs.push_back(values.at({CallAccess::call_of(input).get(), CallAccess::output_of(input)}));
    }
    for (std::size_t i = 0; i < call->shapes.size(); ++i)
      values.emplace(std::pair(call, i), values_.size() + i);
    append_node(std::move(node), call->shapes);
  }
  for (const KerasTensor& output : outputs)
    outputs_.push_back(values.at({CallAccess::call_of(output).get(), CallAccess::output_of(output)}));
  update_plans();
}

const std::pair<KerasTensors, KerasTensors>& ModelLayer::tensors() {
  if (tensors_) return *tensors_;
  const layers::Input input(input_shape().without_batch());
  KerasTensors output = input;
  for (const Node& node : nodes_) output = call(node.layer, output, node.training);
  return tensors_.emplace(input, output);
}

std::optional<KerasTensor> ModelLayer::output_of(const std::string& layer) {
  const KerasTensors& outputs = tensors().second;
  std::vector<KerasTensor> open(outputs.begin(), outputs.end());
  std::unordered_set<Call> known;
  std::optional<KerasTensor> found;
  while (!open.empty()) {
    const KerasTensor tensor = open.back();
    open.pop_back();
    const Call call = CallAccess::call_of(tensor).get();
    if (!known.insert(call).second) continue;
    open.insert(open.end(), call->inputs.begin(), call->inputs.end());
    if (call->layer->name() == layer && (!found || call->number < CallAccess::call_of(*found)->number))
      found = tensor;
  }
  if (!found) return {};
  const std::size_t count = CallAccess::call_of(*found)->shapes.size();
  if (count > 1) {
    fail(fmt::format(
        "the layer \"{}\" gives {} outputs, not one: call get_model(\"{}\") with inputs to have them.", layer,
        count, layer));
  }
  return found;
}

void ModelLayer::take_layers(const std::vector<std::shared_ptr<Layer>>& layers) {
  listed_ = layers;
  for (const std::shared_ptr<Layer>& layer : layers) {
    require_new_name(*layer);
    names_.insert(layer->name());
    if (dynamic_cast<const layers::InputLayer*>(layer.get()) == nullptr) layers_.push_back(layer);
  }
}

}  // namespace keratin
