#pragma once

#include <optional>
#include <vector>

#include "keratin/logs.hpp"
#include "keratin/utils/state_archive.hpp"
#include "models/checked.hpp"

namespace keratin {

/// The loss and the metrics over the batches of an epoch.
class Figures {
 public:
  explicit Figures(const SequentialLayer& model) : model_(model) {}

  void reset();

  /// The metrics, made for the first batch's shapes.
  const Trainer::Metrics& metrics_for(const Samples& batch);

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
  std::optional<Trainer::Metrics> metrics_;
  double loss_ = 0.0, samples_ = 0.0;
  std::vector<int> y_true_, y_pred_;  ///< the shapes that the metrics were made for
};

/// Logs in the order of their names.
Logs by_name(const Logs& logs);

}  // namespace keratin
