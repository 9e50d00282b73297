// Metrics by their names, and in configs.
#include "metrics/known.hpp"

#include <typeinfo>
#include <utility>

#include "config/class_table.hpp"
#include "config/registry.hpp"
#include "losses/fields.hpp"
#include "losses/known.hpp"
#include "metrics/fields.hpp"
#include "utils/lower_case.hpp"

namespace keratin::metrics {

namespace {

template <class Class, class Options>
KnownClass<Metric> known(std::vector<std::string_view> names) {
  return known_class<Metric, Class, Options>(std::move(names));
}

/// The metric of a loss, which may have the loss's options.
template <class Class, class Options>
KnownClass<Metric> of_loss(std::string_view class_name) {
  const auto read = [](const Config& config) {
    return read_fields<Options>(config, [](Options options) -> std::shared_ptr<Metric> {
      const std::string name = std::exchange(options.name, Options().name);
      if (write_config(options) == write_config(Options()))
        return std::make_shared<LossMetric>(Class().name(), name);
      return std::make_shared<LossMetric>(Class(options), name);
    });
  };
  return {{class_name}, read};
}

/// The function of a MeanMetricWrapper; empty if there is none.
std::string wrapped_function(const Config& config) {
  const Config* fn = config.find("fn");
  if (fn == nullptr) return "";
  return fn->as<std::string>() != nullptr ? *fn->as<std::string>() : function_name(*fn);
}

/// Keras's form of a metric that was given to compile() as a function or, in Keras 2, by name.
std::shared_ptr<Metric> read_wrapper(const Config& config) {
  ConfigReader reader(config);
  reader.only("dtype", "float32");
  const auto name = reader.required<std::string>("name");
  const auto fn = reader.required<Config>("fn");
  reader.finish();
  std::string function = wrapped_function(config);
  if (function == "cosine_proximity") function = "cosine_similarity";  // its name before tf.keras 2.5
  std::shared_ptr<Metric> metric = find(function, name);
  if (metric == nullptr) refuse_argument("fn", "the function of a metric that is known", fn);
  return metric;
}

/// Those with short names are not losses; a name of a loss means its metric too.
const ClassTable<Metric>& table() {
  using namespace losses;
  static const ClassTable<Metric> classes(
      "metric", "metrics::Metric", "keras.metrics",
      {known<BinaryAccuracy, BinaryAccuracyOptions>({"BinaryAccuracy", "binary_accuracy"}),
       known<CategoricalAccuracy, CategoricalAccuracyOptions>(
           {"CategoricalAccuracy", "categorical_accuracy"}),
       known<SparseCategoricalAccuracy, SparseCategoricalAccuracyOptions>(
           {"SparseCategoricalAccuracy", "sparse_categorical_accuracy"}),
       known<TopKCategoricalAccuracy, TopKCategoricalAccuracyOptions>(
           {"TopKCategoricalAccuracy", "top_k_categorical_accuracy"}),
       known<RootMeanSquaredError, RootMeanSquaredErrorOptions>(
           {"RootMeanSquaredError", "root_mean_squared_error"}),
       known<metrics::CosineSimilarity, metrics::CosineSimilarityOptions>(
           {"CosineSimilarity", "cosine_similarity"}),
       known<Precision, PrecisionOptions>({"Precision", "precision"}),
       known<Recall, RecallOptions>({"Recall", "recall"}),
       known<AUC, AUCOptions>({"AUC", "auc"}),
       known<Accuracy, AccuracyOptions>({"Accuracy"}),
       known<metrics::MeanAbsoluteError, metrics::MeanAbsoluteErrorOptions>({"MeanAbsoluteError"}),
       known<metrics::MeanSquaredError, metrics::MeanSquaredErrorOptions>({"MeanSquaredError"}),
       of_loss<BinaryCrossentropy, BinaryCrossentropyOptions>("BinaryCrossentropy"),
       of_loss<CategoricalCrossentropy, CategoricalCrossentropyOptions>("CategoricalCrossentropy"),
       of_loss<CategoricalHinge, CategoricalHingeOptions>("CategoricalHinge"),
       of_loss<Hinge, HingeOptions>("Hinge"),
       of_loss<KLDivergence, KLDivergenceOptions>("KLDivergence"),
       of_loss<LogCosh, LogCoshOptions>("LogCoshError"),
       of_loss<MeanAbsolutePercentageError, MeanAbsolutePercentageErrorOptions>(
           "MeanAbsolutePercentageError"),
       of_loss<MeanSquaredLogarithmicError, MeanSquaredLogarithmicErrorOptions>(
           "MeanSquaredLogarithmicError"),
       of_loss<Poisson, PoissonOptions>("Poisson"),
       of_loss<SparseCategoricalCrossentropy, SparseCategoricalCrossentropyOptions>(
           "SparseCategoricalCrossentropy"),
       of_loss<SquaredHinge, SquaredHingeOptions>("SquaredHinge"),
       {{"MeanMetricWrapper"}, read_wrapper}});
  return classes;
}

/// Keras's function of that name. Only one metric's name differs from its loss's.
std::string function_of(const std::string& name) {
  if (const KnownClass<Metric>* kind = table().find_named(name)) return kind->function();
  return losses::function_of(name == "log_cosh_error" || name == "LogCoshError" ? "log_cosh" : name);
}

/// Keras chooses by the shapes if the name in lower case is one of these.
bool is_accuracy(const std::string& identifier) {
  const std::string name = utils::lower_case(identifier);
  return name == "accuracy" || name == "acc";
}

const char* accuracy_for(const Shape& y_true, const Shape& y_pred) {
  if (!y_pred.empty() && y_pred.back() == 1) return "binary_accuracy";
  const bool is_sparse = y_true.rank() < y_pred.rank() || (!y_true.empty() && y_true.back() == 1);
  return is_sparse ? "sparse_categorical_accuracy" : "categorical_accuracy";
}

/// Null for a name that is no metric for any shapes.
std::shared_ptr<Metric> make_named(const std::string& name, const Shape& y_true, const Shape& y_pred) {
  return find(is_accuracy(name) ? accuracy_for(y_true, y_pred) : name, name);
}

bool is_name_of_keras(const std::string& name) {
  return is_accuracy(name) || (find(name, name) != nullptr && !losses::is_registered(name));
}

/// Whether it is of the class that its class_name() says. The copy of one that is made of a loss is a
/// LossMetric.
bool is_of_keras(const Metric& metric) {
  const bool is_copy = typeid(metric) == typeid(LossMetric) && !metric.class_name().empty();
  return is_copy || table().is_of(metric.class_name(), metric);
}

Registry<Metric>& registry() {
  static Registry<Metric> metrics;
  return metrics;
}

[[noreturn]] void fail_unknown(const std::string& name) {
  std::vector<std::string> known = {"accuracy", "acc"};
  for (std::string& metric : table().names()) known.push_back(std::move(metric));
  known.emplace_back("log_cosh_error");
  for (std::string& loss : losses::known_names()) known.push_back(std::move(loss));
  throw UnknownName(
      fmt::format("Unknown metric {}", among_known(name, known)),
      "For another one derive a class from metrics::Metric; register_metric() gives it a name.");
}

std::shared_ptr<Metric> make(const Identifier<Metric>& identifier, const Shape& y_true, const Shape& y_pred) {
  if (!identifier)
    throw ValueError("A metric must be a name such as \"accuracy\" or an object, but received nothing.");
  if (const auto& metric = identifier.object()) {
    if (!metric->name().empty() || !metric->get_config().is_none()) return metric->clone();
    throw ValueError(
        "The metric has no name. If it was moved into another object, use that one; if its class is your "
        "own, name() must not be empty.");
  }
  if (const auto own = registry().find(identifier.name())) return own->clone();
  std::shared_ptr<Metric> metric = make_named(identifier.name(), y_true, y_pred);
  if (metric == nullptr) fail_unknown(identifier.name());
  return metric;
}

}  // namespace

std::shared_ptr<Metric> find(const std::string& function, const std::string& name) {
  if (const KnownClass<Metric>* kind = table().find_named(function))
    return kind->read(Config::entries({{"name", name}}));
  const std::string loss = function_of(function);
  return losses::class_of(loss).empty() && !losses::is_registered(loss)
             ? nullptr
             : std::make_shared<LossMetric>(loss, name);
}

bool is_called(const std::string& function, const std::string& name) {
  return find(name, name) != nullptr && function_of(name) == function_of(function);
}

std::string class_of(const std::string& name) {
  if (const KnownClass<Metric>* kind = table().find_named(name)) return kind->class_name();
  const std::string loss = losses::class_of(function_of(name));
  if (loss == "LogCosh") return "LogCoshError";
  return loss == "Huber" ? "" : loss;
}

std::shared_ptr<Metric> get(const Identifier<Metric>& identifier, const Shape& y_true, const Shape& y_pred) {
  std::shared_ptr<Metric> metric = make(identifier, y_true, y_pred);
  metric->check(y_true, y_pred);
  metric->reset_state();
  static_cast<void>(metric->result());  // rejects a metric with several values before a step is made
  return metric;
}

std::shared_ptr<Metric> check(const Identifier<Metric>& identifier) { return make(identifier, {}, {}); }

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

bool is_own(const Identifier<Metric>& identifier) {
  const auto& metric = identifier.object();
  return metric != nullptr && !is_of_keras(*metric) && registry().find(metric->name()) == nullptr &&
         !losses::is_registered(metric->name());
}

Config to_config(const Identifier<Metric>& identifier) {
  if (identifier.object() == nullptr) return identifier.name();
  const Metric& metric = *identifier.object();
  if (is_of_keras(metric))
    return keratin::to_config("keras.metrics", {metric.class_name(), metric.get_config()});
  if (!is_name_of_keras(metric.name())) return metric.name();
  throw ValueError(
      fmt::format("The metric {} is not the one that Keras means by this name, so that no file can hold it.",
                  metric.name()));
}

void read_argument(std::string_view argument, const Config& config, Identifier<Metric>& identifier) {
  if (const auto* name = config.as<std::string>()) {
    identifier = *name;
  } else if (std::string function = function_name(config); !function.empty()) {
    identifier = std::move(function);
  } else if (std::string own = users_name(config); registry().find(own) != nullptr) {
    identifier = std::move(own);
  } else {
    std::shared_ptr<const Metric> metric = std::shared_ptr<const Metric>(table().read(argument, config));
    const std::string function_of_wrapper = wrapped_function(read_serialized(argument, config).config);
    if (!function_of_wrapper.empty() && is_called(function_of_wrapper, metric->name())) {
      identifier = metric->name();
    } else {
      identifier = std::move(metric);
    }
  }
}

}  // namespace keratin::metrics

void keratin::register_metric(const Identifier<metrics::Metric>& metric) {
  metrics::registry().add("register_metric", metric.object(), metrics::is_name_of_keras);
}
