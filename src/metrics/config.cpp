// Metrics in configs.
#include <fmt/format.h>

#include "config/object_classes.hpp"
#include "keratin/error.hpp"
#include "metrics/fields.hpp"

namespace keratin::metrics {

namespace {

template <class Class, class Options>
std::shared_ptr<const Metric> make(const Config& config) {
  ConfigReader reader(config);
  reader.only("dtype", "float32");
  return std::make_shared<const Class>(reader.options<Options>());
}

template <class Class, class Options>
std::shared_ptr<const Metric> make_called(const std::string& name) {
  Options options;
  options.name = name;
  return std::make_shared<const Class>(options);
}

/// What Keras makes of a metric that compile() was given by a function, or Keras 2 by its name.
std::shared_ptr<const Metric> make_wrapper(const Config& config) {
  ConfigReader reader(config);
  reader.only("dtype", "float32");
  const auto name = reader.required<std::string>("name");
  const auto fn = reader.required<Config>("fn");
  reader.finish();
  const std::string function = fn.as<std::string>() != nullptr ? *fn.as<std::string>() : function_name(fn);
  if (function.empty()) refuse_argument("fn", "the name of a function of Keras's", fn);
  static const std::map<std::string, std::shared_ptr<const Metric> (*)(const std::string&)> functions = {
      {"binary_accuracy", make_called<BinaryAccuracy, BinaryAccuracyOptions>},
      {"categorical_accuracy", make_called<CategoricalAccuracy, CategoricalAccuracyOptions>},
      {"sparse_categorical_accuracy",
       make_called<SparseCategoricalAccuracy, SparseCategoricalAccuracyOptions>},
      {"top_k_categorical_accuracy", make_called<TopKCategoricalAccuracy, TopKCategoricalAccuracyOptions>}};
  const auto found = functions.find(function);
  if (found != functions.end()) return found->second(name);
  return std::make_shared<const LossMetric>(function, name);
}

const ObjectClasses<Metric>& known_classes() {
  static const ObjectClasses<Metric> classes = {
      {"AUC", make<AUC, AUCOptions>},
      {"Accuracy", make<Accuracy, AccuracyOptions>},
      {"BinaryAccuracy", make<BinaryAccuracy, BinaryAccuracyOptions>},
      {"CategoricalAccuracy", make<CategoricalAccuracy, CategoricalAccuracyOptions>},
      {"CosineSimilarity", make<CosineSimilarity, CosineSimilarityOptions>},
      {"MeanAbsoluteError", make<MeanAbsoluteError, MeanAbsoluteErrorOptions>},
      {"MeanMetricWrapper", make_wrapper},
      {"MeanSquaredError", make<MeanSquaredError, MeanSquaredErrorOptions>},
      {"Precision", make<Precision, PrecisionOptions>},
      {"Recall", make<Recall, RecallOptions>},
      {"RootMeanSquaredError", make<RootMeanSquaredError, RootMeanSquaredErrorOptions>},
      {"SparseCategoricalAccuracy", make<SparseCategoricalAccuracy, SparseCategoricalAccuracyOptions>},
      {"TopKCategoricalAccuracy", make<TopKCategoricalAccuracy, TopKCategoricalAccuracyOptions>}};
  return classes;
}

}  // namespace

Config to_config(const Thresholds& thresholds) {
  if (thresholds.empty()) return {};
  return thresholds.size() == 1 ? Config(thresholds.front())
                                : keratin::to_config(std::vector<double>(thresholds));
}

void read_argument(std::string_view argument, const Config& config, Thresholds& thresholds) {
  std::vector<double> values;
  if (config.is_none() || config.as<Config::List>() != nullptr) {
    keratin::read_argument(argument, config, values);
  } else {
    keratin::read_argument(argument, config, values.emplace_back());
  }
  thresholds.assign(values.begin(), values.end());
}

Config to_config(const Identifier<Metric>& identifier) {
  if (identifier.object() == nullptr) return identifier.name();
  const Metric& metric = *identifier.object();
  if (!metric.class_name().empty())
    return keratin::to_config("keras.metrics", {metric.class_name(), metric.get_config()});
  throw ValueError(
      fmt::format("The metric {} is of a class of your own, which no file can hold. Save with "
                  "{{.include_optimizer = false}}, and compile() the loaded model.",
                  metric.name()));
}

void read_argument(std::string_view argument, const Config& config, Identifier<Metric>& identifier) {
  if (const auto* name = config.as<std::string>()) {
    identifier = *name;
  } else if (std::string function = function_name(config); !function.empty()) {
    identifier = std::move(function);
  } else {
    identifier = read_object("metric", known_classes(), argument, config);
  }
}

}  // namespace keratin::metrics
