#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "distribution/gradient_sum.hpp"
#include "keratin/error.hpp"
#include "keratin/models/sequential.hpp"
#include "models/inputs.hpp"
#include "models/metric_results.hpp"
#include "models/shared_batch.hpp"
#include "models/trained_output.hpp"
#include "models/weight_update.hpp"

namespace keratin {

/// A step whose loss or gradient is not finite.
class NonFiniteError : public ValueError {
 public:
  NonFiniteError(const std::string& message, double loss) : ValueError(message), loss_(loss) {}

  /// Not a number if a gradient was not finite.
  [[nodiscard]] double loss() const { return loss_; }

 private:
  double loss_;
};

/// What compile() makes of a model: the loss, the metrics, the weights that train, and the optimizer's state
/// for them.
class Trainer {
 public:
  /// For the model that will own it.
  Trainer(const ModelLayer& model, const CompileOptions& options);

  /// The model's last layer was added or taken off: the optimizer starts afresh. The other layers train if
  /// they did.
  void layer_added();
  void layer_taken_off();

  /// Throws ValueError if inputs, targets and weights do not fit each other or the loss; weights of the
  /// samples' classes take a loss that is one number for each sample.
  void check(const DataView& data, bool weighs_classes) const;

  /// Throws ValueError if the metrics do not fit the data.
  void check_metrics(const DataView& data) const;

  /// What compile() says of each output.
  [[nodiscard]] const std::vector<TrainedOutput>& outputs() const { return outputs_; }

  /// One step of training; returns the batch's losses, and adds the batch to `metrics`. Throws NonFiniteError
  /// if the loss or a gradient is not finite. If it throws, the weights are unchanged.
  BatchLosses train(const DataView& batch, const Metrics& metrics);

  /// The batch's losses, without training; adds the batch to `metrics`.
  BatchLosses test(const DataView& batch, const Metrics& metrics);

  /// The losses and the metrics of one batch after `pass`, which is train() or test().
  Logs on_batch(BatchLosses (Trainer::*pass)(const DataView&, const Metrics&), const DataView& batch);

  /// What changes the weights.
  [[nodiscard]] WeightUpdate& weight_update() { return update_; }

  /// The same with its weights and its state, for a model that is built.
  [[nodiscard]] WeightUpdate& built_weight_update();

  /// What compile() was given, the optimizer as it is now, as Keras 3 writes it. Throws ValueError for what
  /// no file can hold.
  [[nodiscard]] Config compile_config() const;

  /// What compile() was given that is of a user's class and not registered.
  struct OwnObject {
    const char* kind;  ///< "loss" or "metric"
    std::string name;
  };
  [[nodiscard]] std::vector<OwnObject> own_objects() const;

  /// Whether compile() found the layer trainable, whatever it is now.
  [[nodiscard]] bool trains(const Layer& layer) const;

  /// A metric that compile() was given.
  struct NamedMetric {
    std::string name;           ///< in logs
    std::optional<bool> rises;  ///< whether more is better; nothing if that is not known
  };
  [[nodiscard]] std::vector<NamedMetric> named_metrics() const;

  /// What a state that archive() wrote is of.
  [[nodiscard]] std::string description() const;

  /// Writes the optimizer's state down, or restores it.
  void archive(utils::StateArchive& archive);

 private:
  /// Of one output; without a function if it has no loss.
  struct OutputLoss {
    const losses::Loss* function = nullptr;
    bool at_logits = false;
    View prediction = {};  ///< what the function takes: the model's output, or the logits that it was made of
    Buffer weights = {};   ///< of the losses
    double divisor = 1.0;  ///< of their sum
    double value = 0.0;
  };

  void check_weights(const DataView& data, std::size_t output) const;
  void take_layers(const ModelLayer& model);
  void take(const std::shared_ptr<Layer>& layer);
  void take_again(const std::shared_ptr<Layer>& layer, const std::unordered_set<const Layer*>& before);
  void start_afresh();

  /// What the layer applies is trained too, if it `trains`.
  void train(const std::shared_ptr<Layer>& layer, const std::function<bool(const Layer&)>& trains);
  void fix_weights_once();
  void fix_weights();
  [[nodiscard]] Views forward(const DataView& batch, StepTape& tape) const;

  /// Sets the weights of the losses and their divisor.
  void weigh(SharedBatch& batch, std::size_t output, View y_pred, StepTape& tape, OutputLoss& loss) const;
  [[nodiscard]] OutputLoss loss_of(SharedBatch& batch, std::size_t output, View y_pred, StepTape& tape) const;
  [[nodiscard]] std::vector<OutputLoss> losses_of(SharedBatch& batch, const Views& y_pred,
                                                  StepTape& tape) const;
  [[nodiscard]] BatchLosses values_of(const std::vector<OutputLoss>& losses, const StepTape& tape) const;

  /// What sums the gradients of the parts that a team's processes compute.
  [[nodiscard]] distribution::GradientSum& gradient_sum(distribution::Team& team);
  BatchLosses step(SharedBatch& batch, const Metrics& metrics);
  void backward(SharedBatch& batch, const Views& y_pred, const std::vector<OutputLoss>& losses);
  [[noreturn]] void fail_for_memory(const DataView& batch) const;

  const ModelLayer& model_;
  WeightUpdate update_;
  std::vector<TrainedOutput> outputs_;

  std::vector<std::shared_ptr<Layer>> layers_;  ///< those that train, which keeps the weights below alive
  std::unordered_set<const Layer*> trained_;    ///< the same
  std::mutex fixing_;
  bool fixed_ = false;          ///< whether the members below are made
  std::vector<Weight*> moved_;  ///< changed by the forward pass: moving averages
  Gradients gradients_;
  StepTape tape_;
  std::unique_ptr<distribution::GradientSum> gradient_sum_;
  std::uint64_t team_ = 0;  ///< whose it is
  std::mutex batch_results_mutex_;
  std::unique_ptr<MetricResults> batch_results_;  ///< of on_batch(): kept, so that the metrics are made once
};

/// Throws ValueError if compile() was forgotten.
Trainer& trainer_of(const ModelLayer& model);

}  // namespace keratin
