#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "keratin/logs.hpp"
#include "keratin/metrics/metric.hpp"
#include "keratin/utils/state_archive.hpp"
#include "models/inputs.hpp"

namespace keratin {

/// A metric under its name in logs.
struct NamedMetric {
  std::string name;
  std::shared_ptr<metrics::Metric> metric;
  bool is_weighted;    ///< whether it takes the sample weights in
  std::size_t output;  ///< which of the model's it measures
};
using Metrics = std::vector<NamedMetric>;

/// What a batch's outputs cost: the sum that training minimizes, penalties included, and, if there are
/// several outputs, the loss of each by itself, without its loss_weight.
struct BatchLosses {
  double total = 0.0;
  std::vector<double> of_outputs = {};
};

/// The losses and the metrics over the batches of an epoch.
class MetricResults {
 public:
  explicit MetricResults(const ModelLayer& model) : model_(model) {}

  void reset();

  /// Resets, for batches that may be of another shape.
  void reset_for(const DataView& batch);

  /// The metrics, made for the first batch's shapes.
  const Metrics& metrics_for(const DataView& batch);

  /// Takes a batch's losses in, weighed by its samples.
  void add(const BatchLosses& losses, std::size_t samples);

  [[nodiscard]] bool empty() const { return samples_ == 0.0; }

  /// In float32, as Keras keeps them: the loss, those of the outputs if there are several, then the metrics
  /// in the order of compile(). An output's loss is the mean over all samples; Keras 3 takes the mean over
  /// batches, whatever their sizes.
  [[nodiscard]] Logs logs() const;

  /// The same in the order in which callbacks get them.
  [[nodiscard]] Logs sorted_logs() const;

  /// After the first batch.
  void archive(utils::StateArchive& archive);

 private:
  const ModelLayer& model_;
  std::optional<Metrics> metrics_;
  void make_metrics(std::vector<Shape> y_true, std::vector<Shape> y_pred);

  double loss_ = 0.0, samples_ = 0.0;
  std::vector<double> output_losses_;
  std::vector<Shape> y_true_, y_pred_;  ///< what the metrics were made for
};

/// Adds a batch, with the model's outputs for it, to the metrics.
void update_state(const Metrics& metrics, const DataView& batch, const Views& y_pred);

/// Logs in the order of their names.
Logs by_name(const Logs& logs);

}  // namespace keratin
