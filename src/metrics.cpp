#include "keratin/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

#include "keratin/error.hpp"
#include "losses/known.hpp"
#include "losses/weighing.hpp"

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

constexpr std::array<Entry, 3> kinds = {{
    {"binary_accuracy", "BinaryAccuracy", make<BinaryAccuracy, BinaryAccuracyOptions>},
    {"categorical_accuracy", "CategoricalAccuracy", make<CategoricalAccuracy, CategoricalAccuracyOptions>},
    {"sparse_categorical_accuracy", "SparseCategoricalAccuracy",
     make<SparseCategoricalAccuracy, SparseCategoricalAccuracyOptions>},
}};

/// Keras chooses by the shapes wherever a name in lower case is one of these.
bool is_accuracy(std::string name) {
  for (char& letter : name) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
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
  for (const Entry& kind : kinds) {
    if (name == kind.name || name == kind.class_name) return kind.make(name);
  }
  if (const auto loss = losses::find(name)) return std::make_shared<LossMetric>(loss, name);
  return nullptr;
}

[[noreturn]] void fail_unknown(const std::string& name) {
  std::string names = "\"accuracy\", \"acc\"";
  for (const Entry& kind : kinds) names += fmt::format(", \"{}\", \"{}\"", kind.name, kind.class_name);
  throw ValueError(
      fmt::format("Unknown metric \"{}\". Known: {}, {}. For another one derive a class from "
                  "metrics::Metric.",
                  name, names, losses::known_names()));
}

std::shared_ptr<Metric> make(const Identifier<Metric>& identifier, const Shape& y_true, const Shape& y_pred) {
  if (!identifier)
    throw ValueError("A metric must be a name such as \"accuracy\" or an object, but received nothing.");
  if (identifier.object() != nullptr) return identifier.object()->clone();
  std::shared_ptr<Metric> metric = make_named(identifier.name(), y_true, y_pred);
  if (metric == nullptr) fail_unknown(identifier.name());
  return metric;
}

}  // namespace

void Metric::check(const Shape& /*y_true*/, const Shape& /*y_pred*/) const {}

std::shared_ptr<Metric> get(const Identifier<Metric>& identifier, const Shape& y_true, const Shape& y_pred) {
  std::shared_ptr<Metric> metric = make(identifier, y_true, y_pred);
  metric->check(y_true, y_pred);
  metric->reset_state();
  return metric;
}

void check(const Identifier<Metric>& identifier) { make(identifier, {}, {}); }

MeanMetric::MeanMetric(std::string name) : name_(std::move(name)) {}

void MeanMetric::reset_state() { total_ = count_ = 0.0; }

void MeanMetric::update_state(View y_true, View y_pred, View sample_weight) {
  check(y_true.shape(), y_pred.shape());
  const Shape entries = measure(y_true, y_pred, figures_);
  if (!sample_weight.empty()) losses::check_sample_weight(name_, sample_weight.shape(), entries);
  const losses::EntryWeights weights(sample_weight, figures_.size());
  double sum = 0.0, weight = 0.0;
  for (std::size_t i = 0; i < figures_.size(); ++i) {
    sum += double{figures_[i]} * double{weights[i]};
    weight += double{weights[i]};
  }
  const double samples = entries.empty() ? 1.0 : entries[0];
  const double entries_of_a_sample = std::max(1.0, static_cast<double>(figures_.size()) / samples);
  total_ += sum / entries_of_a_sample;
  count_ += weight / entries_of_a_sample;
}

double MeanMetric::result() const { return count_ == 0.0 ? 0.0 : total_ / count_; }

LossMetric::LossMetric(const Identifier<losses::Loss>& loss, const std::string& name)
    : MeanMetric(name.empty() && loss ? losses::get(loss)->name() : name), loss_(losses::get(loss)) {
  if (loss_ == nullptr)
    throw ValueError("LossMetric: loss must be a name or an object, but received nothing.");
}

void LossMetric::check(const Shape& y_true, const Shape& y_pred) const { loss_->check(y_true, y_pred); }

Shape LossMetric::measure(View y_true, View y_pred, std::vector<float>& figures) const {
  loss_->check_values(y_true, y_pred.shape());
  const Shape entries = loss_->output_shape(y_pred.shape());
  figures.resize(entries.element_count());
  loss_->call(losses::aligned(y_true, y_pred.shape()), y_pred, {figures.data(), entries});
  return entries;
}

std::shared_ptr<Metric> LossMetric::clone() const { return std::make_shared<LossMetric>(*this); }

}  // namespace keratin::metrics
