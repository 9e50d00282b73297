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
  bool is_weighted;  ///< whether it takes the sample weights in
};
using Metrics = std::vector<NamedMetric>;

/// The loss and the metrics over the batches of an epoch.
class MetricResults {
 public:
  explicit MetricResults(const SequentialLayer& model) : model_(model) {}

  void reset();

  /// Resets, for batches that may be of another shape.
  void reset_for(const DataView& batch);

  /// The metrics, made for the first batch's shapes.
  const Metrics& metrics_for(const DataView& batch);

  /// Takes a batch's loss in, weighed by its samples.
  void add(double loss, std::size_t samples);

  [[nodiscard]] bool empty() const { return samples_ == 0.0; }

  /// In float32, as Keras keeps them: the loss, then the metrics in the order of compile().
  [[nodiscard]] Logs logs() const;

  /// The same in the order in which callbacks get them.
  [[nodiscard]] Logs sorted_logs() const;

  /// After the first batch.
  void archive(utils::StateArchive& archive);

 private:
  const SequentialLayer& model_;
  std::optional<Metrics> metrics_;
  double loss_ = 0.0, samples_ = 0.0;
  Shape y_true_, y_pred_;  ///< what the metrics were made for
};

/// Logs in the order of their names.
Logs by_name(const Logs& logs);

}  // namespace keratin
