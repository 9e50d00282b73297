#include "models/compile_config.hpp"

#include "config/reader.hpp"
#include "config/serialized.hpp"
#include "losses/known.hpp"
#include "metrics/known.hpp"
#include "models/deserialize.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

namespace {

/// What a list of one, or the entry for a model's one output, holds.
const Config& of_one_output(const Config& config) {
  const auto* list = config.as<Config::List>();
  if (list != nullptr && list->size() == 1) return of_one_output(list->front());
  const auto* entries = config.as<Config::Entries>();
  const bool is_output = entries != nullptr && entries->size() == 1 && config.find("class_name") == nullptr;
  return is_output ? of_one_output(entries->front().second) : config;
}

void read_metric_list(const char* argument, const Config& given,
                      std::vector<Identifier<metrics::Metric>>& metrics) {
  if (given.as<Config::List>() != nullptr) {
    read_argument(argument, given, metrics);
  } else if (!given.is_none()) {
    read_argument(argument, given, metrics.emplace_back());
  }
}

/// What an argument of a model with several outputs says of each: a list, or entries by the outputs' names.
/// Nothing if it is neither.
std::vector<Config> of_outputs(const Config& config, const std::vector<std::string>& names) {
  const auto* list = config.as<Config::List>();
  if (list != nullptr && list->size() == names.size()) return *list;
  if (config.as<Config::Entries>() == nullptr || config.find("class_name") != nullptr) return {};
  std::vector<Config> all;
  for (const std::string& name : names) {
    const Config* entry = config.find(name);
    all.push_back(entry == nullptr ? Config() : *entry);
  }
  return all;
}

/// The arguments of a model with several outputs.
void read_outputs(ConfigReader& reader, const std::vector<std::string>& names, CompileOptions& options) {
  Config loss, loss_weights, metrics;
  reader("loss", loss);
  reader("loss_weights", loss_weights);
  reader("metrics", metrics);
  for (const Config& one : of_outputs(loss, names)) {
    options.losses.emplace_back();
    if (!one.is_none()) read_argument("loss", one, options.losses.back());
  }
  if (options.losses.empty() && !loss.is_none()) read_argument("loss", loss, options.loss);
  for (const Config& one : of_outputs(loss_weights, names)) {
    options.loss_weights.push_back(1.0);
    if (!one.is_none()) read_argument("loss_weights", one, options.loss_weights.back());
  }
  if (metrics.is_none()) return;
  const std::vector<Config> of_each = of_outputs(metrics, names);
  options.output_metrics.resize(names.size());
  for (std::size_t i = 0; i < names.size(); ++i)
    read_metric_list("metrics", of_each.empty() ? metrics : of_each[i], options.output_metrics[i]);
}

/// The optimizer within one that scales the loss, which numbers of float32 do not need.
Config without_loss_scale(const Config& optimizer) {
  const Config* class_name = optimizer.find("class_name");
  const auto* name = class_name == nullptr ? nullptr : class_name->as<std::string>();
  if (name == nullptr || !name->starts_with("LossScaleOptimizer")) return optimizer;
  return optimizer.get<Config>("config").get<Config>("inner_optimizer");
}

}  // namespace

Config Trainer::compile_config() const {
  Config::List losses, loss_weights, metrics;
  for (const TrainedOutput& output : outputs_) {
    losses.push_back(output.loss == nullptr ? Config() : to_config(output.given_loss));
    loss_weights.emplace_back(output.loss_weight);
    metrics.push_back(to_config(output.metrics));
  }
  const bool is_one = outputs_.size() == 1;
  return Config::entries(
      {{"optimizer", optimizers::to_config(update_.optimizer())},
       {"loss", is_one ? losses.front() : Config(losses)},
       {"loss_weights", is_one && outputs_.front().loss_weight == 1.0 ? Config() : Config(loss_weights)},
       {"metrics", is_one ? metrics.front() : Config(metrics)},
       {"weighted_metrics", is_one ? to_config(outputs_.front().weighted_metrics) : Config()},
       {"run_eagerly", false},
       {"steps_per_execution", 1},
       {"jit_compile", false}});
}

std::vector<Trainer::OwnObject> Trainer::own_objects() const {
  std::vector<OwnObject> own;
  for (const TrainedOutput& output : outputs_) {
    if (losses::is_own(output.given_loss)) own.push_back({"loss", output.given_loss.object()->name()});
    for (const auto* metrics : {&output.metrics, &output.weighted_metrics}) {
      for (const Identifier<metrics::Metric>& metric : *metrics)
        if (metrics::is_own(metric)) own.push_back({"metric", metric.object()->name()});
    }
  }
  return own;
}

CompileOptions read_compile_config(const Config& config, const std::vector<std::string>& outputs) {
  ConfigReader reader(config);
  reader.renamed("optimizer_config", "optimizer");
  for (const char* how_it_runs : {"run_eagerly", "steps_per_execution", "jit_compile"})
    reader.ignore(how_it_runs);
  CompileOptions options;
  Config optimizer = "rmsprop", loss, metrics, weighted_metrics;
  reader("optimizer", optimizer);
  read_argument("optimizer", without_loss_scale(optimizer), options.optimizer);
  if (outputs.size() > 1) {
    read_outputs(reader, outputs, options);
  } else {
    reader("loss", loss);
    if (!loss.is_none()) read_argument("loss", of_one_output(loss), options.loss);
    reader("metrics", metrics);
    read_metric_list("metrics", of_one_output(metrics), options.metrics);
    Config loss_weights;
    reader("loss_weights", loss_weights);
    if (!loss_weights.is_none())
      read_argument("loss_weights", of_one_output(loss_weights), options.loss_weights.emplace_back());
  }
  reader("weighted_metrics", weighted_metrics);
  read_metric_list("weighted_metrics", of_one_output(weighted_metrics), options.weighted_metrics);
  reader.finish();
  return options;
}

Config serialize_compiled(const ModelLayer& model) { return serialize_layer(model, model.trainer.get()); }

}  // namespace keratin
