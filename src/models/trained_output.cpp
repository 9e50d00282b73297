#include "models/trained_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "keratin/error.hpp"
#include "layer_activation.hpp"
#include "models/model_layer.hpp"

namespace keratin {

namespace {

/// Throws ValueError unless a list has an entry for each output, or none at all.
void check_length(const ModelLayer& model, const char* option, std::size_t length) {
  const std::size_t outputs = model.outputs().size();
  if (length == 0 || length == outputs) return;
  model.fail(fmt::format("compile(): {} must have an entry for each of its {} outputs, but has {}.", option,
                         outputs, length));
}

/// The activation that the output comes from; null if it is none, or if the output goes elsewhere too.
const activations::Function* last_activation(const ModelLayer& model, std::size_t output) {
  const std::size_t number = model.outputs()[output];
  const ModelLayer::Value& value = model.values()[number];
  const bool is_once = std::count(model.outputs().begin(), model.outputs().end(), number) == 1;
  if (!value.node || !value.uses.empty() || !is_once) return nullptr;
  const ModelLayer::Node& node = model.nodes()[*value.node];
  const auto* nested = dynamic_cast<const ModelLayer*>(node.layer.get());
  if (nested != nullptr) return last_activation(*nested, number - node.output);
  const activations::Function* activation = node.layer->activation().get();
  const LayerActivation* layer = activation == nullptr ? nullptr : layer_activation(*activation);
  return layer == nullptr ? activation : layer->layer->activation().get();
}

}  // namespace

std::vector<std::string> output_names(const ModelLayer& model) {
  std::vector<std::string> names;
  std::set<std::string> taken, given;
  for (std::size_t i = 0; i < model.outputs().size(); ++i) taken.insert(model.output_name(i));
  for (std::size_t i = 0; i < model.outputs().size(); ++i) {
    std::string name = model.output_name(i);
    for (int number = 1; !given.insert(name).second || (number > 1 && taken.contains(name)); ++number)
      name = fmt::format("{}_{}", model.output_name(i), number);
    names.push_back(std::move(name));
  }
  return names;
}

std::vector<TrainedOutput> trained_outputs(const ModelLayer& model, const CompileOptions& options) {
  const std::size_t count = model.outputs().size();
  check_length(model, "losses", options.losses.size());
  check_length(model, "loss_weights", options.loss_weights.size());
  check_length(model, "output_metrics", options.output_metrics.size());
  if (count > 1 && !(options.metrics.empty() && options.weighted_metrics.empty()))
    model.fail(
        "compile(): metrics are of models with one output. Give output_metrics, a list for each output.");
  std::vector<TrainedOutput> outputs;
  const std::vector<std::string> names = output_names(model);
  for (std::size_t i = 0; i < count; ++i) {
    TrainedOutput output{
        .name = count == 1 ? "" : names[i],
        .given_loss = options.losses.empty() ? options.loss : options.losses[i],
        .metrics = options.output_metrics.empty() ? options.metrics : ListOf(options.output_metrics[i]),
        .weighted_metrics = options.weighted_metrics};
    output.loss = losses::get(output.given_loss);
    if (!options.loss_weights.empty()) output.loss_weight = options.loss_weights[i];
    for (const auto* metrics : {&output.metrics, &output.weighted_metrics}) {
      for (const auto& metric : *metrics) metrics::check(metric);
    }
    outputs.push_back(std::move(output));
  }
  if (std::none_of(outputs.begin(), outputs.end(), [](const auto& one) { return one.loss != nullptr; }))
    model.fail("compile() needs a loss, such as \"mse\" or \"binary_crossentropy\".");
  return outputs;
}

void set_logits_losses(const ModelLayer& model, std::vector<TrainedOutput>& outputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (outputs[i].loss == nullptr) continue;
    const activations::Function* activation = last_activation(model, i);
    outputs[i].logits_loss = activation == nullptr ? nullptr : outputs[i].loss->of_logits(*activation);
  }
}

Metrics make_metrics(const std::vector<TrainedOutput>& outputs, const std::vector<Shape>& y_true,
                     const std::vector<Shape>& y_pred) {
  Metrics metrics;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    std::map<std::string, int> uses;
    const std::string prefix = outputs[i].name.empty() ? "" : outputs[i].name + "_";
    const auto add = [&](const Identifier<metrics::Metric>& identifier, bool is_weighted) {
      auto metric = metrics::get(identifier, y_true[i], y_pred[i]);
      std::string name = metric->name();
      if (is_weighted && uses.contains(name)) name.insert(0, "weighted_");
      if (const int used = uses[name]++; used > 0) name = fmt::format("{}_{}", name, used);
      metrics.push_back({prefix + name, std::move(metric), is_weighted, i});
    };
    for (const auto& metric : outputs[i].metrics) add(metric, false);
    for (const auto& metric : outputs[i].weighted_metrics) add(metric, true);
  }
  return metrics;
}

}  // namespace keratin
