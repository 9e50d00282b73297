#include "models/figures.hpp"

#include <algorithm>
#include <utility>

#include "layers/layer_access.hpp"
#include "models/sequential_layer.hpp"

namespace keratin {

namespace {

double in_float32(double value) { return static_cast<double>(static_cast<float>(value)); }

}  // namespace

void Figures::reset() {
  loss_ = samples_ = 0.0;
  if (!metrics_) return;
  for (const Trainer::NamedMetric& named : *metrics_) named.metric->reset_state();
}

const Trainer::Metrics& Figures::metrics_for(const Samples& batch) {
  if (!metrics_) {
    const Shape y_pred = LayerAccess::output_shape(model_, batch.x.shape());
    y_true_.assign(batch.y.shape().begin(), batch.y.shape().end());
    y_pred_.assign(y_pred.begin(), y_pred.end());
    metrics_ = trainer_of(model_).make_metrics(batch.y.shape(), y_pred);
  }
  return *metrics_;
}

void Figures::add(double loss, std::size_t samples) {
  loss_ += loss * static_cast<double>(samples);
  samples_ += static_cast<double>(samples);
}

Logs Figures::logs() const {
  Logs logs({{"loss", in_float32(loss_ / samples_)}});
  for (const Trainer::NamedMetric& named : *metrics_)
    logs.append(named.name, in_float32(named.metric->result()));
  return logs;
}

Logs Figures::sorted_logs() const { return by_name(logs()); }

void Figures::archive(utils::StateArchive& archive) {
  archive(loss_, samples_, y_true_, y_pred_);
  if (archive.reading())
    metrics_ = trainer_of(model_).make_metrics(Shape::from(y_true_), Shape::from(y_pred_));
  for (const Trainer::NamedMetric& named : *metrics_) named.metric->archive(archive);
}

Logs by_name(const Logs& logs) {
  auto values = logs.values();
  std::sort(values.begin(), values.end());
  return Logs(std::move(values));
}

}  // namespace keratin
