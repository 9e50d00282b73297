#include "models/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/step_tape.hpp"
#include "engine/weight_change.hpp"
#include "keratin/error.hpp"
#include "keratin/layers/core/wrapper.hpp"
#include "layers/layer_access.hpp"
#include "losses/weighing.hpp"
#include "memory_error.hpp"
#include "models/model_layer.hpp"

namespace keratin {

namespace {

void update(const Metrics& metrics, const DataView& batch, const Views& y_pred) {
  for (const NamedMetric& named : metrics) {
    named.metric->update_state(batch.y[named.output], y_pred[named.output],
                               named.is_weighted ? batch.weights_of(named.output) : View());
  }
}

std::shared_ptr<optimizers::Optimizer> optimizer_of(const ModelLayer& model, const CompileOptions& options) {
  std::shared_ptr<optimizers::Optimizer> optimizer = optimizers::get(options.optimizer);
  if (optimizer == nullptr) model.fail("compile() needs an optimizer, such as \"adam\".");
  if (const std::size_t slots = optimizer->slots().size(); slots > WeightUpdate::most_slots) {
    model.fail(fmt::format("an optimizer may keep at most {} numbers beside each weight, but {} keeps {}.",
                           WeightUpdate::most_slots, optimizer->name(), slots));
  }
  return optimizer;
}

[[noreturn]] void fail_step(const ModelLayer& model, double loss, const std::string& what) {
  try {
    model.fail(fmt::format(
        "{}; the weights are as before this step. Look for such numbers in the data, or train with a smaller "
        "learning_rate.",
        what));
  } catch (const ValueError& error) {
    throw NonFiniteError(error.what(), loss);
  }
}

}  // namespace

Trainer::Trainer(const ModelLayer& model, const CompileOptions& options)
    : model_(model), update_(optimizer_of(model, options)), outputs_(trained_outputs(model, options)) {
  take_layers(model);
  if (model.built()) fix_weights_once();
}

void Trainer::layer_added() {
  start_afresh();
  if (model_.trainable()) take(model_.layers().back());
}

void Trainer::layer_taken_off() {
  start_afresh();
  layers_.clear();
  const std::unordered_set<const Layer*> before = std::exchange(trained_, {});
  for (const std::shared_ptr<Layer>& inner : model_.layers()) take_again(inner, before);
}

void Trainer::start_afresh() {
  update_ = WeightUpdate(update_.shared_optimizer());
  update_.optimizer().set_iterations(0);
  fixed_ = false;
}

void Trainer::take_layers(const ModelLayer& model) {
  if (!model.trainable()) return;
  for (const std::shared_ptr<Layer>& inner : model.layers()) take(inner);
}

void Trainer::take(const std::shared_ptr<Layer>& layer) {
  if (const auto* nested = dynamic_cast<const ModelLayer*>(layer.get())) {
    take_layers(*nested);
  } else if (layer->trainable()) {
    train(layer, [](const Layer& one) { return one.trainable(); });
  }
}

void Trainer::take_again(const std::shared_ptr<Layer>& layer,
                         const std::unordered_set<const Layer*>& before) {
  if (const auto* nested = dynamic_cast<const ModelLayer*>(layer.get())) {
    for (const std::shared_ptr<Layer>& inner : nested->layers()) take_again(inner, before);
  } else if (before.contains(layer.get())) {
    train(layer, [&](const Layer& one) { return before.contains(&one); });
  }
}

void Trainer::train(const std::shared_ptr<Layer>& layer, const std::function<bool(const Layer&)>& trains) {
  layers_.push_back(layer);
  const Layer* one = layer.get();
  while (one != nullptr && trains(*one)) {
    trained_.insert(one);
    const auto* outer = dynamic_cast<const layers::Wrapper*>(one);
    one = outer == nullptr ? nullptr : outer->layer().get();
  }
}

void Trainer::fix_weights_once() {
  const std::lock_guard lock(fixing_);
  if (!fixed_) fix_weights();
  fixed_ = true;
}

void Trainer::fix_weights() {
  gradients_.clear();  // a call that memory had no room for may have left some
  moved_.clear();
  std::vector<Weight*> trained;
  for (const std::shared_ptr<Layer>& layer : layers_) {
    const bool frozen_since = !layer->trainable();
    for (Weight* weight : frozen_since ? layer->weights() : LayerAccess::updated_weights(*layer)) {
      if (gradients_.try_emplace(weight).second) (weight->trainable() ? trained : moved_).push_back(weight);
    }
  }
  within_memory(
      [&] { update_.take(trained, gradients_); },
      [&] {
        model_.fail(fmt::format(
            "it cannot be trained: the gradients of its {} numbers and the optimizer's state, {} for "
            "each, do not fit into memory.",
            count_params(trained), update_.optimizer().slots().size()));
      });
  set_logits_losses(model_, outputs_);
}

Views Trainer::forward(const DataView& batch, StepTape& tape) const {
  Views y_pred(outputs_.size());
  model_.forward_all(batch.x, y_pred, tape);
  return y_pred;
}

Trainer::OutputLoss Trainer::loss_of(const DataView& batch, std::size_t output, View y_pred,
                                     StepTape& tape) const {
  const TrainedOutput& trained = outputs_[output];
  if (trained.loss == nullptr) return {};
  const StepTape::Activated* last = trained.logits_loss == nullptr ? nullptr : tape.activated(y_pred);
  const losses::Loss& loss = last != nullptr ? *trained.logits_loss : *trained.loss;
  const View prediction = last != nullptr ? last->logits : y_pred;
  const Shape entries = trained.loss->output_shape(y_pred.shape());
  const Buffer losses = tape.allocate(entries), weights = tape.allocate(entries);
  loss.call(losses::aligned(batch.y[output], y_pred.shape()), prediction, losses);
  losses::weigh(loss, batch.y[output], batch.weights_of(output), weights);
  return {&loss, last != nullptr, prediction, weights, losses::reduce(loss.reduction(), losses, weights)};
}

std::vector<Trainer::OutputLoss> Trainer::losses_of(const DataView& batch, const Views& y_pred,
                                                    StepTape& tape) const {
  std::vector<OutputLoss> losses;
  for (std::size_t i = 0; i < outputs_.size(); ++i) losses.push_back(loss_of(batch, i, y_pred[i], tape));
  return losses;
}

BatchLosses Trainer::values_of(const std::vector<OutputLoss>& losses, const StepTape& tape) const {
  BatchLosses values;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    values.total += outputs_[i].loss_weight * losses[i].value;
    if (losses.size() > 1) values.of_outputs.push_back(losses[i].value);
  }
  values.total += tape.added_loss() + update_.penalty();
  return values;
}

BatchLosses Trainer::train(const DataView& batch, const Metrics& metrics) {
  fix_weights_once();
  const WeightChange change;
  tape_.begin_training(gradients_);
  update_.clear_gradients();
  std::vector<View> before;
  for (const Weight* weight : moved_) {
    const Buffer copy = tape_.allocate(weight->shape());
    std::copy_n(weight->data(), weight->size(), copy.data());
    before.push_back(copy);
  }
  try {
    return within_memory([&] { return step(batch, metrics); }, [&] { fail_for_memory(batch); });
  } catch (...) {
    tape_.take_back_calls();
    for (std::size_t i = 0; i < moved_.size(); ++i) {
      std::copy_n(before[i].data(), before[i].size(), moved_[i]->mutable_data());
      moved_[i]->changed();
    }
    throw;
  }
}

BatchLosses Trainer::step(const DataView& batch, const Metrics& metrics) {
  const Views y_pred = forward(batch, tape_);
  const std::vector<OutputLoss> losses = losses_of(batch, y_pred, tape_);
  BatchLosses values = values_of(losses, tape_);
  if (std::isnan(values.total)) fail_step(model_, values.total, "the loss became nan");
  if (std::isinf(values.total)) fail_step(model_, values.total, "the loss became infinite");
  backward(batch, y_pred, losses);
  if (!update_.gradients_are_finite())
    fail_step(model_, std::nan(""), "a gradient became infinite or not a number");
  update(metrics, batch, y_pred);
  update_.apply();
  return values;
}

void Trainer::backward(const DataView& batch, const Views& y_pred, const std::vector<OutputLoss>& losses) {
  Views gradients(y_pred.size()), unused(batch.x.size());
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const OutputLoss& loss = losses[i];
    if (loss.function == nullptr) continue;
    losses::weights_to_gradient(loss.function->reduction(), loss.weights);
    if (outputs_[i].loss_weight != 1.0) {
      const auto factor = static_cast<float>(outputs_[i].loss_weight);
      for (std::size_t k = 0; k < loss.weights.size(); ++k) loss.weights.data()[k] *= factor;
    }
    const Buffer dy = tape_.allocate(y_pred[i].shape());
    loss.function->gradient(losses::aligned(batch.y[i], y_pred[i].shape()), loss.prediction, loss.weights,
                            dy);
    if (loss.at_logits) tape_.begin_backward_at_logits(y_pred[i]);
    gradients[i] = dy;
  }
  tape_.set_needs_input_gradient(false);
  tape_.begin_backward();
  model_.backward_all(gradients, unused, tape_);
  update_.add_penalty_gradients();
}

BatchLosses Trainer::test(const DataView& batch, const Metrics& metrics) {
  fix_weights_once();
  const TapePool::Lease lease(model_.tapes());
  StepTape& tape = *lease;
  tape.begin_inference();
  const auto losses = [&] {
    const Views y_pred = forward(batch, tape);
    BatchLosses values = values_of(losses_of(batch, y_pred, tape), tape);
    update(metrics, batch, y_pred);
    return values;
  };
  return within_memory(losses, [&] { fail_for_memory(batch); });
}

Logs Trainer::on_batch(BatchLosses (Trainer::*pass)(const DataView&, const Metrics&), const DataView& batch) {
  std::unique_ptr<MetricResults> results;
  const auto exchange = [&] {
    const std::lock_guard lock(batch_results_mutex_);
    results.swap(batch_results_);
  };
  exchange();
  if (results == nullptr)
    results = std::make_unique<MetricResults>(model_);  // another call has the kept ones
  results->reset_for(batch);
  results->add((this->*pass)(batch, results->metrics_for(batch)), batch.count());
  Logs logs = results->logs();
  exchange();
  return logs;
}

void Trainer::fail_for_memory(const DataView& batch) const {
  model_.fail(fmt::format("a batch of shape {} does not fit into memory: use a smaller batch_size.",
                          to_string(batch.x.front().shape())));
}

Trainer& trainer_of(const ModelLayer& model) {
  if (model.trainer == nullptr) model.fail("compile() the model before it is trained or evaluated.");
  return *model.trainer;
}

}  // namespace keratin
