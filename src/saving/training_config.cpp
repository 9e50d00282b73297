#include "saving/training_config.hpp"

#include <set>
#include <string>

#include "config/serialized.hpp"
#include "losses/known.hpp"
#include "metrics/known.hpp"
#include "utils/lower_case.hpp"

namespace keratin::saving {

namespace {

/// An object as Keras 2 writes it, without what only Keras 3 knows.
Config legacy_object(const Config& config) {
  const auto [class_name, given] = read_serialized("", config);
  Config::Entries arguments;
  for (const auto& [name, value] : *given.as<Config::Entries>()) {
    const bool is_unknown = name == "gradient_accumulation_steps" && value.is_none();
    if (!is_unknown) arguments.emplace_back(name, value);
  }
  return Config::entries({{"class_name", class_name}, {"config", Config::entries(std::move(arguments))}});
}

/// Of a loss: Keras 3 reads no short name such as "mse" from an .h5 file.
Config legacy_loss(const Config& loss) {
  if (const auto* name = loss.as<std::string>()) return losses::function_of(*name);
  return legacy_object(loss);
}

Config metric_object(const std::string& class_name, const std::string& name) {
  return to_config("keras.metrics", {class_name, Config::entries({{"name", name}, {"dtype", "float32"}})});
}

bool is_sparse(const Config& loss) {
  if (loss.is_none()) return false;
  const auto* name = loss.as<std::string>();
  const std::string loss_name = name != nullptr ? *name : loss.get<std::string>("class_name");
  return losses::class_of(loss_name) == "SparseCategoricalCrossentropy";
}

/// Of a metric: as an object of its class both know it, and keep what it is called. tf-keras takes "accuracy"
/// from a file for that of targets which are shaped as the predictions.
Config legacy_metric(const Config& metric, bool is_sparse) {
  const auto* name = metric.as<std::string>();
  if (name == nullptr) return legacy_object(metric);
  const std::string lower = utils::lower_case(*name);
  const bool is_accuracy = is_sparse && (lower == "accuracy" || lower == "acc");
  const std::string class_name = is_accuracy ? "SparseCategoricalAccuracy" : metrics::class_of(*name);
  return class_name.empty() ? metric : legacy_object(metric_object(class_name, *name));
}

/// A list, or one for each output, of metrics or losses, each changed by `change`.
template <class Change>
Config changed(const Config& objects, const Change& change) {
  const auto* given = objects.as<Config::List>();
  if (given == nullptr) return objects;
  Config::List list;
  for (const Config& object : *given) {
    const bool is_list = object.as<Config::List>() != nullptr;
    list.push_back(object.is_none() ? object : is_list ? changed(object, change) : change(object));
  }
  return list;
}

/// Of an optimizer. "Custom>Adam" is the class of Keras 2.11 and later to tf-keras, which takes the older one
/// unless is_legacy_optimizer is there. Keras 3 finds its class by the name, with the defaults as arguments.
Config legacy_optimizer(const Config& optimizer) {
  Config object = legacy_object(optimizer);
  const auto class_name = object.get<std::string>("class_name");
  auto arguments = object.get<Config>("config");
  if (utils::lower_case(arguments.get<std::string>("name")) != utils::lower_case(class_name))
    arguments.set("name", class_name);
  arguments.set("is_legacy_optimizer", false);
  return Config::entries({{"class_name", "Custom>" + class_name}, {"config", std::move(arguments)}});
}

}  // namespace

Config training_config(const Config& compile_config) {
  const auto loss = compile_config.get<Config>("loss");
  const auto* losses = loss.as<Config::List>();  // of several outputs
  const auto legacy_metrics = [](const Config& metrics, const Config& loss_of_them) {
    return changed(metrics,
                   [&](const Config& metric) { return legacy_metric(metric, is_sparse(loss_of_them)); });
  };
  const auto metrics_of = [&](const char* argument) {
    const auto given = compile_config.get<Config>(argument);
    if (losses == nullptr || given.is_none()) return legacy_metrics(given, loss);
    Config::List of_outputs;
    for (std::size_t i = 0; i < losses->size(); ++i)
      of_outputs.push_back(legacy_metrics((*given.as<Config::List>())[i], (*losses)[i]));
    return Config(std::move(of_outputs));
  };
  return Config::entries({{"loss", losses != nullptr ? changed(loss, legacy_loss) : legacy_loss(loss)},
                          {"metrics", metrics_of("metrics")},
                          {"weighted_metrics", metrics_of("weighted_metrics")},
                          {"loss_weights", compile_config.get<Config>("loss_weights")},
                          {"optimizer_config", legacy_optimizer(compile_config.get<Config>("optimizer"))}});
}

Config with_keras3_names(Config compile_config) {
  const auto loss = compile_config.get<Config>("loss");
  const auto* loss_name = loss.as<std::string>();
  const std::set<std::string> older = {"huber_loss", "kullback_leibler_divergence", "logcosh"};
  if (loss_name != nullptr && older.contains(*loss_name))
    compile_config.set("loss", losses::function_of(*loss_name));
  for (const char* argument : {"metrics", "weighted_metrics"}) {
    compile_config.set(argument, changed(compile_config.get<Config>(argument), [](const Config& metric) {
                         const auto* name = metric.as<std::string>();
                         const std::string class_name = name == nullptr ? "" : metrics::class_of(*name);
                         const bool is_new = class_name == "KLDivergence" || class_name == "LogCoshError";
                         return is_new ? metric_object(class_name, *name) : metric;
                       }));
  }
  return compile_config;
}

}  // namespace keratin::saving
