#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/models/sequential.hpp"
#include "models/batches.hpp"
#include "models/weight_update.hpp"

namespace keratin {

/// A step whose loss or gradient is not finite.
class NonFiniteError : public ValueError {
 public:
  NonFiniteError(const std::string& message, double loss) : ValueError(message), loss_(loss) {}

  /// Not a number where a gradient was not finite.
  [[nodiscard]] double loss() const { return loss_; }

 private:
  double loss_;
};

/// What compile() makes of a model: the loss, the metrics, the weights that train, and the optimizer's state
/// for them.
class Trainer {
 public:
  /// A metric under its name in logs.
  struct NamedMetric {
    std::string name;
    std::shared_ptr<metrics::Metric> metric;
    bool is_weighted;  ///< whether it takes the sample weights in
  };
  using Metrics = std::vector<NamedMetric>;

  Trainer(const SequentialLayer& model, const CompileOptions& options);

  /// What compile() made of `before`, for the model whose last layers were added or taken off since: with the
  /// same optimizer, which starts afresh. Of layers that are still there those train that did.
  Trainer(const SequentialLayer& model, const Trainer& before);

  /// Throws ValueError if inputs, targets and weights do not fit the model, each other or the loss; weights
  /// of the samples' classes take a loss that is one number for each sample.
  void check(const SequentialLayer& model, const Samples& data, bool weighs_classes) const;

  /// The metrics that compile() named, for targets and predictions of these shapes, batch included. Names
  /// that are there already are told apart as in Keras: `weighted_mse`, `mse_1`.
  [[nodiscard]] Metrics make_metrics(const Shape& y_true, const Shape& y_pred) const;

  /// One step of training; returns the batch's loss, penalties included, and adds the batch to `metrics`.
  /// Throws NonFiniteError where the loss or a gradient is not finite. Where it throws, the weights are
  /// unchanged.
  double train(const SequentialLayer& model, const Samples& batch, const Metrics& metrics);

  /// The batch's loss, without training; adds the batch to `metrics`.
  double test(const SequentialLayer& model, const Samples& batch, const Metrics& metrics);

  /// What changes the weights.
  [[nodiscard]] WeightUpdate& weight_update() { return update_; }

  /// The same with its state, for a model that is built.
  [[nodiscard]] WeightUpdate& weight_update(const SequentialLayer& model);

  /// What compile() was given, the optimizer as it is now, as Keras 3 writes it. Throws ValueError for what
  /// no file can hold.
  [[nodiscard]] Config compile_config() const;

  /// Whether compile() found the layer trainable, whatever it is now.
  [[nodiscard]] bool trains(const Layer& layer) const;

  /// Whether more is better of the metric that compile() was given under this name; nothing where that is not
  /// known.
  [[nodiscard]] std::optional<bool> metric_rises(const std::string& name) const;

  /// What a state that archive() wrote is of.
  [[nodiscard]] std::string description() const;

  /// Writes the optimizer's state down, or restores it.
  void archive(const SequentialLayer& model, utils::StateArchive& archive);

 private:
  struct Judged {
    const losses::Loss* loss;
    View prediction;  ///< what `loss` takes: the model's output, or the logits that it was made of
    Buffer weights;   ///< of the losses
    double value;
  };

  void take_layers(const SequentialLayer& model);
  void take(const std::shared_ptr<Layer>& layer);
  void take_again(const std::shared_ptr<Layer>& layer, const Trainer& before);
  void train(const std::shared_ptr<Layer>& layer);
  void fix_weights_once(const SequentialLayer& model);
  void fix_weights(const SequentialLayer& model);
  [[nodiscard]] Judged judge(const Samples& batch, View y_pred, StepTape& tape) const;
  [[nodiscard]] double total_loss(const Judged& judged, const StepTape& tape) const;
  double step(const SequentialLayer& model, const Samples& batch, const Metrics& metrics);
  void backward(const SequentialLayer& model, View y, View y_pred, const Judged& judged);

  WeightUpdate update_;
  Identifier<losses::Loss> given_loss_;
  std::shared_ptr<const losses::Loss> loss_;
  std::shared_ptr<const losses::Loss> logits_loss_;  ///< null unless the model ends with its activation
  std::vector<Identifier<metrics::Metric>> metrics_, weighted_metrics_;

  std::size_t nodes_;                           ///< of the model when it was compiled
  std::vector<std::shared_ptr<Layer>> layers_;  ///< those that train, which keeps the weights below alive
  std::unordered_set<const Layer*> trained_;    ///< the same
  std::once_flag fixed_;                        ///< whether the members below are made
  std::vector<Weight*> moved_;                  ///< changed by the forward pass: moving averages
  Gradients gradients_;
  StepTape tape_;
};

}  // namespace keratin
