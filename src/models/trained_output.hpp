#pragma once

#include <memory>
#include <string>
#include <vector>

#include "keratin/losses.hpp"
#include "keratin/metrics.hpp"
#include "keratin/models/model.hpp"
#include "models/metric_results.hpp"

namespace keratin {

/// What compile() says of one of a model's outputs.
struct TrainedOutput {
  std::string name;  ///< what its loss and metrics are called by in logs; empty if there is only one output
  Identifier<losses::Loss> given_loss = {};
  std::shared_ptr<const losses::Loss> loss = {};  ///< null for an output without one
  double loss_weight = 1.0;
  std::vector<Identifier<metrics::Metric>> metrics = {}, weighted_metrics = {};

  /// The loss of the logits; null unless the output is that of an activation from whose logits it is
  /// computed.
  std::shared_ptr<const losses::Loss> logits_loss = {};
};

/// What logs and files call the outputs: the names of their layers; a second output of one name gets a
/// number.
std::vector<std::string> output_names(const ModelLayer& model);

/// Throws ValueError for lists of another length than the outputs, for unknown names and if there is no loss.
std::vector<TrainedOutput> trained_outputs(const ModelLayer& model, const CompileOptions& options);

/// Sets logits_loss, for a model that is built.
void set_logits_losses(const ModelLayer& model, std::vector<TrainedOutput>& outputs);

/// The metrics of all outputs, for targets and predictions of these shapes, batch included. Names that are
/// there already are told apart as in Keras: `weighted_mse`, `mse_1`.
Metrics make_metrics(const std::vector<TrainedOutput>& outputs, const std::vector<Shape>& y_true,
                     const std::vector<Shape>& y_pred);

}  // namespace keratin
