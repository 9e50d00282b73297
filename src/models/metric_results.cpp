#include "models/metric_results.hpp"

#include <algorithm>
#include <utility>

#include "models/model_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

namespace {

double in_float32(double value) { return static_cast<double>(static_cast<float>(value)); }

}  // namespace

void MetricResults::reset() {
  loss_ = samples_ = 0.0;
  output_losses_.clear();
  if (!metrics_) return;
  for (const NamedMetric& named : *metrics_) named.metric->reset_state();
}

void MetricResults::reset_for(const DataView& batch) {
  if (shapes_of(batch.y) != y_true_ || batch.outputs != y_pred_) metrics_.reset();
  reset();
}

void MetricResults::make_metrics(std::vector<Shape> y_true, std::vector<Shape> y_pred) {
  metrics_ = keratin::make_metrics(trainer_of(model_).outputs(), y_true, y_pred);
  y_true_ = std::move(y_true);
  y_pred_ = std::move(y_pred);
}

const Metrics& MetricResults::metrics_for(const DataView& batch) {
  if (!metrics_) make_metrics(shapes_of(batch.y), batch.outputs);
  return *metrics_;
}

void MetricResults::add(const BatchLosses& losses, std::size_t samples) {
  const auto count = static_cast<double>(samples);
  loss_ += losses.total * count;
  output_losses_.resize(std::max(output_losses_.size(), losses.of_outputs.size()));
  for (std::size_t i = 0; i < losses.of_outputs.size(); ++i)
    output_losses_[i] += losses.of_outputs[i] * count;
  samples_ += count;
}

Logs MetricResults::logs() const {
  Logs logs({{"loss", in_float32(loss_ / samples_)}});
  const std::vector<TrainedOutput>& outputs = trainer_of(model_).outputs();
  for (std::size_t i = 0; i < output_losses_.size(); ++i) {
    if (outputs[i].loss != nullptr)
      logs.append(outputs[i].name + "_loss", in_float32(output_losses_[i] / samples_));
  }
  for (const NamedMetric& named : *metrics_) logs.append(named.name, in_float32(named.metric->result()));
  return logs;
}

Logs MetricResults::sorted_logs() const { return by_name(logs()); }

void MetricResults::archive(utils::StateArchive& archive) {
  std::vector<std::vector<int>> y_true, y_pred;
  for (const Shape& shape : y_true_) y_true.emplace_back(shape.begin(), shape.end());
  for (const Shape& shape : y_pred_) y_pred.emplace_back(shape.begin(), shape.end());
  archive(loss_, samples_, output_losses_, y_true, y_pred);
  if (archive.reading()) {
    const std::size_t outputs = trainer_of(model_).outputs().size();
    output_losses_.resize(outputs > 1 ? outputs : 0);
    const auto read = [&](const std::vector<std::vector<int>>& all) {
      std::vector<Shape> shapes;
      shapes.reserve(all.size());
      for (const std::vector<int>& one : all) shapes.push_back(Shape::from(one));
      shapes.resize(outputs);
      return shapes;
    };
    make_metrics(read(y_true), read(y_pred));
  }
  for (const NamedMetric& named : *metrics_) named.metric->archive(archive);
}

void update_state(const Metrics& metrics, const DataView& batch, const Views& y_pred) {
  for (const NamedMetric& named : metrics) {
    named.metric->update_state(batch.y[named.output], y_pred[named.output],
                               named.is_weighted ? batch.weights_of(named.output) : View());
  }
}

Logs by_name(const Logs& logs) {
  auto values = logs.values();
  std::sort(values.begin(), values.end());
  return Logs(std::move(values));
}

}  // namespace keratin
