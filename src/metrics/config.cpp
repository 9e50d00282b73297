// Metrics in configs.
#include <fmt/format.h>

#include <utility>

#include "config/object_classes.hpp"
#include "keratin/error.hpp"
#include "losses/fields.hpp"
#include "metrics/fields.hpp"
#include "metrics/known.hpp"

namespace keratin::metrics {

namespace {

template <class Class, class Options>
std::shared_ptr<const Metric> make(const Config& config) {
  ConfigReader reader(config);
  reader.only("dtype", "float32");
  return std::make_shared<const Class>(reader.options<Options>());
}

/// The metric of a loss, which may have the loss's options.
template <class Class, class Options>
std::shared_ptr<const Metric> make_of_loss(const Config& config) {
  ConfigReader reader(config);
  reader.only("dtype", "float32");
  auto options = reader.options<Options>();
  const std::string name = std::exchange(options.name, Options().name);
  if (write_config(options) == write_config(Options()))
    return std::make_shared<const LossMetric>(Class().name(), name);
  return std::make_shared<const LossMetric>(Class(options), name);
}

/// The function of a MeanMetricWrapper; empty where there is none.
std::string wrapped_function(const Config& config) {
  const Config* fn = config.find("fn");
  if (fn == nullptr) return "";
  return fn->as<std::string>() != nullptr ? *fn->as<std::string>() : function_name(*fn);
}

/// What Keras makes of a metric that compile() was given by a function, or Keras 2 by its name.
std::shared_ptr<const Metric> make_wrapper(const Config& config) {
  ConfigReader reader(config);
  reader.only("dtype", "float32");
  const auto name = reader.required<std::string>("name");
  const auto fn = reader.required<Config>("fn");
  reader.finish();
  std::string function = wrapped_function(config);
  if (function == "cosine_proximity") function = "cosine_similarity";  // its name before tf.keras 2.5
  std::shared_ptr<const Metric> metric = find(function, name);
  if (metric == nullptr) refuse_argument("fn", "the function of a metric that is known", fn);
  return metric;
}

const ObjectClasses<Metric>& known_classes() {
  static const ObjectClasses<Metric> classes = {
      {"AUC", make<AUC, AUCOptions>},
      {"Accuracy", make<Accuracy, AccuracyOptions>},
      {"BinaryAccuracy", make<BinaryAccuracy, BinaryAccuracyOptions>},
      {"CategoricalAccuracy", make<CategoricalAccuracy, CategoricalAccuracyOptions>},
      {"CosineSimilarity", make<CosineSimilarity, CosineSimilarityOptions>},
      {"BinaryCrossentropy", make_of_loss<losses::BinaryCrossentropy, losses::BinaryCrossentropyOptions>},
      {"CategoricalCrossentropy",
       make_of_loss<losses::CategoricalCrossentropy, losses::CategoricalCrossentropyOptions>},
      {"CategoricalHinge", make_of_loss<losses::CategoricalHinge, losses::CategoricalHingeOptions>},
      {"Hinge", make_of_loss<losses::Hinge, losses::HingeOptions>},
      {"KLDivergence", make_of_loss<losses::KLDivergence, losses::KLDivergenceOptions>},
      {"LogCoshError", make_of_loss<losses::LogCosh, losses::LogCoshOptions>},
      {"MeanAbsoluteError", make<MeanAbsoluteError, MeanAbsoluteErrorOptions>},
      {"MeanAbsolutePercentageError",
       make_of_loss<losses::MeanAbsolutePercentageError, losses::MeanAbsolutePercentageErrorOptions>},
      {"MeanMetricWrapper", make_wrapper},
      {"MeanSquaredError", make<MeanSquaredError, MeanSquaredErrorOptions>},
      {"MeanSquaredLogarithmicError",
       make_of_loss<losses::MeanSquaredLogarithmicError, losses::MeanSquaredLogarithmicErrorOptions>},
      {"Poisson", make_of_loss<losses::Poisson, losses::PoissonOptions>},
      {"Precision", make<Precision, PrecisionOptions>},
      {"Recall", make<Recall, RecallOptions>},
      {"RootMeanSquaredError", make<RootMeanSquaredError, RootMeanSquaredErrorOptions>},
      {"SparseCategoricalAccuracy", make<SparseCategoricalAccuracy, SparseCategoricalAccuracyOptions>},
      {"SparseCategoricalCrossentropy",
       make_of_loss<losses::SparseCategoricalCrossentropy, losses::SparseCategoricalCrossentropyOptions>},
      {"SquaredHinge", make_of_loss<losses::SquaredHinge, losses::SquaredHingeOptions>},
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
      fmt::format("The metric {} is of your own class, which no file can hold. Save with "
                  "{{.include_optimizer = false}}, and compile() the loaded model.",
                  metric.name()));
}

void read_argument(std::string_view argument, const Config& config, Identifier<Metric>& identifier) {
  if (const auto* name = config.as<std::string>()) {
    identifier = *name;
  } else if (std::string function = function_name(config); !function.empty()) {
    identifier = std::move(function);
  } else {
    auto metric = read_object("metric", known_classes(), argument, config);
    const std::string function_of_wrapper = wrapped_function(read_serialized(argument, config).config);
    if (!function_of_wrapper.empty() && is_called(function_of_wrapper, metric->name())) {
      identifier = metric->name();
    } else {
      identifier = std::move(metric);
    }
  }
}

}  // namespace keratin::metrics
