#include "models/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "distribution/team.hpp"
#include "engine/step_tape.hpp"
#include "engine/weight_change.hpp"
#include "keratin/error.hpp"
#include "keratin/layers/core/wrapper.hpp"
#include "layers/layer_access.hpp"
#include "memory_error.hpp"
#include "models/model_layer.hpp"
#include "models/sample_size.hpp"

namespace keratin {

namespace {

std::shared_ptr<optimizers::Optimizer> optimizer_of(const ModelLayer& model, const CompileOptions& options) {
  std::shared_ptr<optimizers::Optimizer> optimizer = optimizers::get(options.optimizer);
  if (optimizer == nullptr) model.fail("compile() needs an optimizer, such as \"adam\".");
  if (const std::size_t slots = optimizer->slots().size(); slots > WeightUpdate::most_slots) {
    model.fail(fmt::format("an optimizer may keep at most {} numbers beside each weight, but {} keeps {}.",
                           WeightUpdate::most_slots, optimizer->name(), slots));
  }
  return optimizer;
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
  gradient_sum_.reset();
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

BatchLosses Trainer::train(const DataView& batch, const Metrics& metrics) {
  fix_weights_once();
  const WeightChange change;
  SharedBatch shared(batch);
  if (distribution::BatchPart* part = shared.part()) {
    part->gradients = &gradient_sum(*part->team);
    part->gradients->begin(*part);
  }
  const distribution::BatchPart::Scope scope(shared.part());
  tape_.begin_training(gradients_, shared.part());
  update_.clear_gradients();
  std::vector<View> before;
  for (const Weight* weight : moved_) {
    const Buffer copy = tape_.allocate(weight->shape());
    std::copy_n(weight->data(), weight->size(), copy.data());
    before.push_back(copy);
  }
  try {
    return within_memory([&] { return step(shared, metrics); }, [&] { fail_for_memory(batch); });
  } catch (...) {
    tape_.take_back_calls();
    for (std::size_t i = 0; i < moved_.size(); ++i) {
      std::copy_n(before[i].data(), before[i].size(), moved_[i]->mutable_data());
      moved_[i]->changed();
    }
    throw;
  }
}

BatchLosses Trainer::test(const DataView& batch, const Metrics& metrics) {
  fix_weights_once();
  const TapePool::Lease lease(model_.tapes());
  StepTape& tape = *lease;
  tape.begin_inference();
  const auto losses = [&] {
    const bool divides = distribution::Team::current() != nullptr && sample_size(model_);
    SharedBatch shared(batch, divides);
    const distribution::BatchPart::Scope scope(shared.part());
    const Views y_pred = forward(shared.own(), tape);
    shared.give(values_of(losses_of(shared, y_pred, tape), tape), metrics.empty() ? Views() : y_pred);
    BatchLosses values = shared.losses();
    update_state(metrics, batch, shared.outputs(tape));
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
