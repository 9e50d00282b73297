#include "models/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "engine/step_tape.hpp"
#include "keratin/error.hpp"
#include "layer_activation.hpp"
#include "layers/layer_access.hpp"
#include "losses/weighing.hpp"
#include "memory_error.hpp"
#include "models/sequential_layer.hpp"

namespace keratin {

namespace {

/// The activation that the model's output comes from; null if it is none.
const activations::Function* last_activation(const SequentialLayer& model) {
  if (model.nodes().empty()) return nullptr;
  const Layer& last = *model.nodes().back().layer;
  const auto* nested = dynamic_cast<const SequentialLayer*>(&last);
  if (nested != nullptr) return last_activation(*nested);
  const activations::Function* activation = last.activation().get();
  const LayerActivation* layer = activation == nullptr ? nullptr : layer_activation(*activation);
  return layer == nullptr ? activation : layer->layer->activation().get();
}

void update(const Metrics& metrics, const DataView& batch, View y_pred) {
  for (const auto& [name, metric, is_weighted] : metrics)
    metric->update_state(batch.y, y_pred, is_weighted ? batch.sample_weight : View{});
}

std::shared_ptr<optimizers::Optimizer> optimizer_of(const SequentialLayer& model,
                                                    const CompileOptions& options) {
  std::shared_ptr<optimizers::Optimizer> optimizer = optimizers::get(options.optimizer);
  if (optimizer == nullptr) model.fail("compile() needs an optimizer, such as \"adam\".");
  if (const std::size_t slots = optimizer->slots().size(); slots > WeightUpdate::most_slots) {
    model.fail(fmt::format("an optimizer may keep at most {} numbers beside each weight, but {} keeps {}.",
                           WeightUpdate::most_slots, optimizer->name(), slots));
  }
  return optimizer;
}

[[noreturn]] void fail_step(const SequentialLayer& model, double loss, const std::string& what) {
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

Trainer::Trainer(const SequentialLayer& model, const CompileOptions& options)
    : model_(model),
      update_(optimizer_of(model, options)),
      given_loss_(options.loss),
      loss_(losses::get(options.loss)),
      metrics_(options.metrics),
      weighted_metrics_(options.weighted_metrics) {
  if (loss_ == nullptr) model.fail("compile() needs a loss, such as \"mse\" or \"binary_crossentropy\".");
  for (const auto& metric : metrics_) metrics::check(metric);
  for (const auto& metric : weighted_metrics_) metrics::check(metric);
  take_layers(model);
  if (model.built()) fix_weights_once();
}

void Trainer::layer_added() {
  start_afresh();
  if (model_.trainable()) take(model_.nodes().back().layer);
}

void Trainer::layer_taken_off() {
  start_afresh();
  layers_.clear();
  const std::unordered_set<const Layer*> before = std::exchange(trained_, {});
  for (const SequentialLayer::Node& node : model_.nodes()) take_again(node.layer, before);
}

void Trainer::start_afresh() {
  update_ = WeightUpdate(update_.shared_optimizer());
  update_.optimizer().set_iterations(0);
  logits_loss_ = nullptr;
  fixed_ = false;
}

void Trainer::take_layers(const SequentialLayer& model) {
  if (!model.trainable()) return;
  for (const SequentialLayer::Node& node : model.nodes()) take(node.layer);
}

void Trainer::take(const std::shared_ptr<Layer>& layer) {
  if (const auto* nested = dynamic_cast<const SequentialLayer*>(layer.get())) {
    take_layers(*nested);
  } else if (layer->trainable()) {
    train(layer);
  }
}

void Trainer::take_again(const std::shared_ptr<Layer>& layer,
                         const std::unordered_set<const Layer*>& before) {
  if (const auto* nested = dynamic_cast<const SequentialLayer*>(layer.get())) {
    for (const SequentialLayer::Node& node : nested->nodes()) take_again(node.layer, before);
  } else if (before.contains(layer.get())) {
    train(layer);
  }
}

void Trainer::train(const std::shared_ptr<Layer>& layer) {
  layers_.push_back(layer);
  trained_.insert(layer.get());
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
  if (const activations::Function* activation = last_activation(model_))
    logits_loss_ = loss_->of_logits(*activation);
}

void Trainer::check(const DataView& data, bool weighs_classes) const {
  const auto& [x, y, sample_weight, prediction] = data;
  if (y.shape().empty() || x.shape()[0] != y.shape()[0]) {
    model_.fail(fmt::format("x and y must hold the same number of samples, but received shapes {} and {}.",
                            to_string(x.shape()), to_string(y.shape())));
  }
  loss_->check(y.shape(), prediction);
  loss_->check_values(y, prediction);
  const Shape entries = loss_->output_shape(prediction);
  if (!sample_weight.empty()) losses::check_sample_weight(model_.name(), sample_weight.shape(), entries);
  if (weighs_classes && entries.element_count() != data.count()) {
    model_.fail(fmt::format(
        "class_weight needs one loss for each sample, but the losses are of shape {}. Give sample_weight "
        "instead.",
        to_string(entries)));
  }
}

Metrics Trainer::make_metrics(const Shape& y_true, const Shape& y_pred) const {
  Metrics metrics;
  std::map<std::string, int> uses;
  const auto add = [&](const Identifier<metrics::Metric>& identifier, bool is_weighted) {
    auto metric = metrics::get(identifier, y_true, y_pred);
    std::string name = metric->name();
    if (is_weighted && uses.contains(name)) name = "weighted_" + name;
    if (const int used = uses[name]++; used > 0) name = fmt::format("{}_{}", name, used);
    metrics.push_back({std::move(name), std::move(metric), is_weighted});
  };
  for (const auto& metric : metrics_) add(metric, false);
  for (const auto& metric : weighted_metrics_) add(metric, true);
  return metrics;
}

Trainer::BatchLoss Trainer::loss_of(const DataView& batch, View y_pred, StepTape& tape) const {
  const StepTape::Activated& last = tape.last_activated();
  const bool at_logits = logits_loss_ != nullptr && last.output.data() == y_pred.data();
  const Shape entries = loss_->output_shape(y_pred.shape());
  const Buffer losses = tape.allocate(entries), weights = tape.allocate(entries);
  const losses::Loss& loss = at_logits ? *logits_loss_ : *loss_;
  const View prediction = at_logits ? last.logits : y_pred;
  loss.call(losses::aligned(batch.y, y_pred.shape()), prediction, losses);
  losses::weigh(loss, batch.y, batch.sample_weight, weights);
  const double penalties = tape.added_loss() + update_.penalty();
  return {loss, prediction, weights, losses::reduce(loss.reduction(), losses, weights) + penalties};
}

double Trainer::train(const DataView& batch, const Metrics& metrics) {
  fix_weights_once();
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

double Trainer::step(const DataView& batch, const Metrics& metrics) {
  const View y_pred = model_.forward(batch.x, tape_);
  const BatchLoss loss = loss_of(batch, y_pred, tape_);
  if (std::isnan(loss.value)) fail_step(model_, loss.value, "the loss became nan");
  if (std::isinf(loss.value)) fail_step(model_, loss.value, "the loss became infinite");
  backward(batch.y, y_pred, loss);
  if (!update_.gradients_are_finite())
    fail_step(model_, std::nan(""), "a gradient became infinite or not a number");
  update(metrics, batch, y_pred);
  update_.apply();
  return loss.value;
}

void Trainer::backward(View y, View y_pred, const BatchLoss& loss) {
  losses::weights_to_gradient(loss.function.reduction(), loss.weights);
  const Buffer dy = tape_.allocate(y_pred.shape());
  loss.function.gradient(losses::aligned(y, y_pred.shape()), loss.prediction, loss.weights, dy);
  if (&loss.function == logits_loss_.get()) tape_.begin_backward_at_logits();
  tape_.set_needs_input_gradient(false);
  model_.backward(dy, tape_);
  update_.add_penalty_gradients();
}

double Trainer::test(const DataView& batch, const Metrics& metrics) {
  fix_weights_once();
  const TapePool::Lease lease(model_.tapes());
  StepTape& tape = *lease;
  tape.begin_inference();
  const auto loss = [&] {
    const View y_pred = model_.forward(batch.x, tape);
    const double value = loss_of(batch, y_pred, tape).value;
    update(metrics, batch, y_pred);
    return value;
  };
  return within_memory(loss, [&] { fail_for_memory(batch); });
}

Logs Trainer::on_batch(double (Trainer::*pass)(const DataView&, const Metrics&), const DataView& batch) {
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
                          to_string(batch.x.shape())));
}

Trainer& trainer_of(const SequentialLayer& model) {
  if (model.trainer == nullptr) model.fail("compile() the model before it is trained or evaluated.");
  return *model.trainer;
}

}  // namespace keratin
