#include "models/metric_results.hpp"

#include <algorithm>
#include <utility>

#include "models/sequential_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

namespace {

double in_float32(double value) { return static_cast<double>(static_cast<float>(value)); }

}  // namespace

void MetricResults::reset() {
  loss_ = samples_ = 0.0;
  if (!metrics_) return;
  for (const NamedMetric& named : *metrics_) named.metric->reset_state();
}

void MetricResults::reset_for(const DataView& batch) {
  if (batch.y.shape() != y_true_ || batch.outputs != y_pred_) metrics_.reset();
  reset();
}

const Metrics& MetricResults::metrics_for(const DataView& batch) {
  if (!metrics_) {
    metrics_ = trainer_of(model_).make_metrics(batch.y.shape(), batch.outputs);
    y_true_ = batch.y.shape();
    y_pred_ = batch.outputs;
  }
  return *metrics_;
}

void MetricResults::add(double loss, std::size_t samples) {
  loss_ += loss * static_cast<double>(samples);
  samples_ += static_cast<double>(samples);
}

Logs MetricResults::logs() const {
  Logs logs({{"loss", in_float32(loss_ / samples_)}});
  for (const NamedMetric& named : *metrics_) logs.append(named.name, in_float32(named.metric->result()));
  return logs;
}

Logs MetricResults::sorted_logs() const { return by_name(logs()); }

void MetricResults::archive(utils::StateArchive& archive) {
  std::vector<int> y_true(y_true_.begin(), y_true_.end()), y_pred(y_pred_.begin(), y_pred_.end());
  archive(loss_, samples_, y_true, y_pred);
  if (archive.reading()) {
    y_true_ = Shape::from(y_true);
    y_pred_ = Shape::from(y_pred);
    metrics_ = trainer_of(model_).make_metrics(y_true_, y_pred_);
  }
  for (const NamedMetric& named : *metrics_) named.metric->archive(archive);
}

Logs by_name(const Logs& logs) {
  auto values = logs.values();
  std::sort(values.begin(), values.end());
  return Logs(std::move(values));
}

}  // namespace keratin
