#include "metrics/known.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/metrics.hpp"
#include "losses/known.hpp"
#include "utils/lower_case.hpp"

namespace keratin::metrics {

namespace {

template <class Class, class Options>
std::shared_ptr<Metric> make(const std::string& name) {
  Options options;
  options.name = name;
  return std::make_shared<Class>(options);
}

struct Entry {
  std::string_view name, class_name;
  std::shared_ptr<Metric> (*make)(const std::string& name);
};

constexpr std::array<Entry, 9> kinds = {{
    {"binary_accuracy", "BinaryAccuracy", make<BinaryAccuracy, BinaryAccuracyOptions>},
    {"categorical_accuracy", "CategoricalAccuracy", make<CategoricalAccuracy, CategoricalAccuracyOptions>},
    {"sparse_categorical_accuracy", "SparseCategoricalAccuracy",
     make<SparseCategoricalAccuracy, SparseCategoricalAccuracyOptions>},
    {"top_k_categorical_accuracy", "TopKCategoricalAccuracy",
     make<TopKCategoricalAccuracy, TopKCategoricalAccuracyOptions>},
    {"root_mean_squared_error", "RootMeanSquaredError",
     make<RootMeanSquaredError, RootMeanSquaredErrorOptions>},
    {"cosine_similarity", "CosineSimilarity", make<CosineSimilarity, CosineSimilarityOptions>},
    {"precision", "Precision", make<Precision, PrecisionOptions>},
    {"recall", "Recall", make<Recall, RecallOptions>},
    {"auc", "AUC", make<AUC, AUCOptions>},
}};

/// The one metric that Keras calls otherwise than its loss.
constexpr std::array<std::string_view, 2> log_cosh_names = {"log_cosh_error", "LogCoshError"};

bool is_log_cosh(const std::string& name) { return name == log_cosh_names[0] || name == log_cosh_names[1]; }

const Entry* find_kind(const std::string& name) {
  const auto* found = std::find_if(kinds.begin(), kinds.end(), [&](const Entry& kind) {
    return name == kind.name || name == kind.class_name;
  });
  return found == kinds.end() ? nullptr : found;
}

/// Keras's function that a name means.
std::string function_of(const std::string& name) {
  if (const Entry* kind = find_kind(name)) return std::string(kind->name);
  return losses::function_of(is_log_cosh(name) ? "log_cosh" : name);
}

/// Keras chooses by the shapes wherever a name in lower case is one of these.
bool is_accuracy(const std::string& identifier) {
  const std::string name = utils::lower_case(identifier);
  return name == "accuracy" || name == "acc";
}

const Entry& kind_for(const Shape& y_true, const Shape& y_pred) {
  if (!y_pred.empty() && y_pred.back() == 1) return kinds[0];
  const bool is_sparse = y_true.rank() < y_pred.rank() || (!y_true.empty() && y_true.back() == 1);
  return is_sparse ? kinds[2] : kinds[1];
}

/// Null for a name that means no metric, whatever the shapes.
std::shared_ptr<Metric> make_named(const std::string& name, const Shape& y_true, const Shape& y_pred) {
  if (is_accuracy(name)) return kind_for(y_true, y_pred).make(name);
  return find(name, name);
}

[[noreturn]] void fail_unknown(const std::string& name) {
  std::string names = "\"accuracy\", \"acc\"";
  for (const Entry& kind : kinds) names += fmt::format(", \"{}\", \"{}\"", kind.name, kind.class_name);
  for (std::string_view log_cosh : log_cosh_names) names += fmt::format(", \"{}\"", log_cosh);
  throw ValueError(
      fmt::format("Unknown metric \"{}\". Known: {}, {}. For another one derive a class from "
                  "metrics::Metric.",
                  name, names, losses::known_names()));
}

std::shared_ptr<Metric> make(const Identifier<Metric>& identifier, const Shape& y_true, const Shape& y_pred) {
  if (!identifier)
    throw ValueError("A metric must be a name such as \"accuracy\" or an object, but received nothing.");
  if (const auto& metric = identifier.object()) {
    if (!metric->name().empty() || !metric->get_config().is_none()) return metric->clone();
    throw ValueError(
        "The metric has no name. If it was moved into another object, use that one; if its class is your "
        "own, "
        "name() must not be empty.");
  }
  std::shared_ptr<Metric> metric = make_named(identifier.name(), y_true, y_pred);
  if (metric == nullptr) fail_unknown(identifier.name());
  return metric;
}

}  // namespace

std::shared_ptr<Metric> find(const std::string& function, const std::string& name) {
  if (const Entry* kind = find_kind(function)) return kind->make(name);
  const std::string loss = function_of(function);
  return losses::find(loss) == nullptr ? nullptr : std::make_shared<LossMetric>(loss, name);
}

bool is_called(const std::string& function, const std::string& name) {
  return find(name, name) != nullptr && function_of(name) == function_of(function);
}

std::string class_of(const std::string& name) {
  if (const Entry* kind = find_kind(name)) return std::string(kind->class_name);
  const std::string loss = losses::class_of(function_of(name));
  if (loss == "LogCosh") return std::string(log_cosh_names[1]);
  return loss == "Huber" ? "" : loss;
}

std::shared_ptr<Metric> get(const Identifier<Metric>& identifier, const Shape& y_true, const Shape& y_pred) {
  std::shared_ptr<Metric> metric = make(identifier, y_true, y_pred);
  metric->check(y_true, y_pred);
  metric->reset_state();
  static_cast<void>(metric->result());  // refuses a metric that has no one figure before a step is made
  return metric;
}

std::shared_ptr<Metric> check(const Identifier<Metric>& identifier) { return make(identifier, {}, {}); }

}  // namespace keratin::metrics
