#include "keratin/metrics/metric.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "identifier_members.hpp"
#include "keratin/error.hpp"
#include "losses/weighing.hpp"

namespace keratin::metrics {

void Metric::check(const Shape& /*y_true*/, const Shape& /*y_pred*/) const {}

void Metric::archive(utils::StateArchive& /*archive*/) {
  throw ValueError(
      fmt::format("The metric \"{}\" cannot be saved within an epoch: override its archive(), or give "
                  "BackupAndRestore .save_freq = \"epoch\".",
                  name()));
}

MeanMetric::MeanMetric(std::string name) : name_(std::move(name)) {}

MeanMetric::MeanMetric(const char* class_name, Config config)
    : name_(config.get<std::string>("name")), class_name_(class_name), config_(std::move(config)) {}

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

void MeanMetric::archive(utils::StateArchive& archive) { archive(total_, count_); }

double MeanMetric::result() const { return count_ == 0.0 ? 0.0 : total_ / count_; }

}  // namespace keratin::metrics

template class keratin::Identifier<keratin::metrics::Metric>;
template class keratin::ListOf<keratin::Identifier<keratin::metrics::Metric>>;
