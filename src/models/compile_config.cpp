#include "models/compile_config.hpp"

#include "config/reader.hpp"
#include "config/serialized.hpp"
#include "models/deserialize.hpp"
#include "models/sequential_layer.hpp"
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

/// A list of metrics, which may be one list for each output.
void read_metrics(ConfigReader& reader, const char* argument,
                  std::vector<Identifier<metrics::Metric>>& metrics) {
  Config config;
  reader(argument, config);
  const Config& given = of_one_output(config);
  if (given.as<Config::List>() != nullptr) {
    read_argument(argument, given, metrics);
  } else if (!given.is_none()) {
    read_argument(argument, given, metrics.emplace_back());
  }
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
  const optimizers::Optimizer& optimizer = update_.optimizer();
  return Config::entries(
      {{"optimizer", to_config("keras.optimizers", {optimizer.class_name(), optimizer.get_config()})},
       {"loss", to_config(given_loss_)},
       {"loss_weights", {}},
       {"metrics", to_config(metrics_)},
       {"weighted_metrics", to_config(weighted_metrics_)},
       {"run_eagerly", false},
       {"steps_per_execution", 1},
       {"jit_compile", false}});
}

CompileOptions read_compile_config(const Config& config) {
  ConfigReader reader(config);
  reader.renamed("optimizer_config", "optimizer");
  for (const char* how_it_runs : {"run_eagerly", "steps_per_execution", "jit_compile"})
    reader.ignore(how_it_runs);
  CompileOptions options;
  Config optimizer = "rmsprop";
  reader("optimizer", optimizer);
  read_argument("optimizer", without_loss_scale(optimizer), options.optimizer);
  Config loss;
  reader("loss", loss);
  if (!loss.is_none()) read_argument("loss", of_one_output(loss), options.loss);
  read_metrics(reader, "metrics", options.metrics);
  read_metrics(reader, "weighted_metrics", options.weighted_metrics);
  reader.finish();
  return options;
}

Config serialize_compiled(const SequentialLayer& model) {
  return serialize_layer(model, model.trainer.get());
}

}  // namespace keratin
