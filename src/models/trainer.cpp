#include "models/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "engine/tape_pool.hpp"
#include "keratin/error.hpp"
#include "layer_activation.hpp"
#include "layers/layer_access.hpp"
#include "losses/weighing.hpp"
#include "memory_error.hpp"
#include "models/regularization.hpp"
#include "models/sequential_layer.hpp"

namespace keratin {

namespace {

/// The activation that the model's output comes from; null where it is none.
const activations::Function* last_activation(const SequentialLayer& model) {
  if (model.nodes().empty()) return nullptr;
  const Layer& last = *model.nodes().back().layer;
  const auto* nested = dynamic_cast<const SequentialLayer*>(&last);
  if (nested != nullptr) return last_activation(*nested);
  const activations::Function* activation = last.activation().get();
  const LayerActivation* layer = activation == nullptr ? nullptr : layer_activation(*activation);
  return layer == nullptr ? activation : layer->layer->activation().get();
}

void update(const Trainer::Metrics& metrics, const Samples& batch, View y_pred) {
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

[[noreturn]] void fail_for_memory(const SequentialLayer& model, const Samples& batch) {
  model.fail(fmt::format("a batch of shape {} does not fit into memory: use a smaller batch_size.",
                         to_string(batch.x.shape())));
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
    : update_(optimizer_of(model, options)),
      given_loss_(options.loss),
      loss_(losses::get(options.loss)),
      metrics_(options.metrics),
      weighted_metrics_(options.weighted_metrics),
      nodes_(model.nodes().size()) {
  if (loss_ == nullptr) model.fail("compile() needs a loss, such as \"mse\" or \"binary_crossentropy\".");
  for (const auto& metric : metrics_) metrics::check(metric);
  for (const auto& metric : weighted_metrics_) metrics::check(metric);
  take_layers(model);
  if (model.built()) fix_weights_once(model);
}

Trainer::Trainer(const SequentialLayer& model, const Trainer& before)
    : update_(before.update_.shared_optimizer()),
      given_loss_(before.given_loss_),
      loss_(before.loss_),
      metrics_(before.metrics_),
      weighted_metrics_(before.weighted_metrics_),
      nodes_(model.nodes().size()) {
  update_.optimizer().set_iterations(0);
  for (std::size_t i = 0; i < nodes_; ++i) {
    const std::shared_ptr<Layer>& layer = model.nodes()[i].layer;
    if (i < before.nodes_) {
      take_again(layer, before);
    } else if (model.trainable()) {
      take(layer);
    }
  }
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

void Trainer::take_again(const std::shared_ptr<Layer>& layer, const Trainer& before) {
  if (const auto* nested = dynamic_cast<const SequentialLayer*>(layer.get())) {
    for (const SequentialLayer::Node& node : nested->nodes()) take_again(node.layer, before);
  } else if (before.trains(*layer)) {
    train(layer);
  }
}

void Trainer::train(const std::shared_ptr<Layer>& layer) {
  layers_.push_back(layer);
  trained_.insert(layer.get());
}

void Trainer::fix_weights_once(const SequentialLayer& model) {
  std::call_once(fixed_, [&] { fix_weights(model); });
}

void Trainer::fix_weights(const SequentialLayer& model) {
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
        model.fail(fmt::format(
            "it cannot be trained: the gradients of its {} numbers and the optimizer's state, {} for "
            "each, do not fit into memory.",
            count_params(trained), update_.optimizer().slots().size()));
      });
  if (const activations::Function* activation = last_activation(model))
    logits_loss_ = loss_->of_logits(*activation);
}

void Trainer::check(const SequentialLayer& model, const Samples& data, bool weighs_classes) const {
  const auto& [x, y, sample_weight] = data;
  if (y.shape().empty() || x.shape()[0] != y.shape()[0]) {
    model.fail(fmt::format("x and y must hold the same number of samples, but received shapes {} and {}.",
                           to_string(x.shape()), to_string(y.shape())));
  }
  const Shape prediction = LayerAccess::output_shape(model, x.shape());
  loss_->check(y.shape(), prediction);
  loss_->check_values(y, prediction);
  const Shape entries = loss_->output_shape(prediction);
  if (!sample_weight.empty()) losses::check_sample_weight(model.name(), sample_weight.shape(), entries);
  if (weighs_classes && entries.element_count() != data.count()) {
    model.fail(fmt::format(
        "class_weight needs one loss for each sample, but the losses are of shape {}. Give sample_weight "
        "instead.",
        to_string(entries)));
  }
}

Trainer::Metrics Trainer::make_metrics(const Shape& y_true, const Shape& y_pred) const {
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

Trainer::Judged Trainer::judge(const Samples& batch, View y_pred, StepTape& tape) const {
  const StepTape::Activated& last = tape.last_activated();
  const bool at_logits = logits_loss_ != nullptr && last.output.data() == y_pred.data();
  const Shape entries = loss_->output_shape(y_pred.shape());
  const Buffer losses = tape.allocate(entries), weights = tape.allocate(entries);
  Judged judged{at_logits ? logits_loss_.get() : loss_.get(), at_logits ? last.logits : y_pred, weights, 0.0};
  judged.loss->call(losses::aligned(batch.y, y_pred.shape()), judged.prediction, losses);
  losses::weigh(*judged.loss, batch.y, batch.sample_weight, weights);
  judged.value = losses::reduce(judged.loss->reduction(), losses, weights);
  return judged;
}

double Trainer::train(const SequentialLayer& model, const Samples& batch, const Metrics& metrics) {
  fix_weights_once(model);
  tape_.begin_training(gradients_);
  update_.clear_gradients();
  std::vector<View> before;
  for (const Weight* weight : moved_) {
    const Buffer copy = tape_.allocate(weight->shape());
    std::copy_n(weight->data(), weight->size(), copy.data());
    before.push_back(copy);
  }
  try {
    return within_memory([&] { return step(model, batch, metrics); }, [&] { fail_for_memory(model, batch); });
  } catch (...) {
    tape_.take_back_calls();
    for (std::size_t i = 0; i < moved_.size(); ++i) {
      std::copy_n(before[i].data(), before[i].size(), moved_[i]->mutable_data());
      moved_[i]->changed();
    }
    throw;
  }
}

double Trainer::step(const SequentialLayer& model, const Samples& batch, const Metrics& metrics) {
  const View y_pred = model.forward(batch.x, tape_);
  const Judged judged = judge(batch, y_pred, tape_);
  const double loss = total_loss(judged, tape_);
  if (std::isnan(loss)) fail_step(model, loss, "the loss became nan");
  if (std::isinf(loss)) fail_step(model, loss, "the loss became infinite");
  backward(model, batch.y, y_pred, judged);
  if (!update_.gradients_are_finite())
    fail_step(model, std::nan(""), "a gradient became infinite or not a number");
  update(metrics, batch, y_pred);
  update_.apply();
  return loss;
}

double Trainer::total_loss(const Judged& judged, const StepTape& tape) const {
  return judged.value + tape.added_loss() + penalty_of(update_.weights());
}

void Trainer::backward(const SequentialLayer& model, View y, View y_pred, const Judged& judged) {
  losses::weights_to_gradient(judged.loss->reduction(), judged.weights);
  const Buffer dy = tape_.allocate(y_pred.shape());
  judged.loss->gradient(losses::aligned(y, y_pred.shape()), judged.prediction, judged.weights, dy);
  if (judged.loss == logits_loss_.get()) tape_.begin_backward_at_logits();
  tape_.set_needs_input_gradient(false);
  model.backward(dy, tape_);
  add_penalty_gradients(update_.weights(), tape_);
}

double Trainer::test(const SequentialLayer& model, const Samples& batch, const Metrics& metrics) {
  fix_weights_once(model);
  const TapePool::Lease lease(model.tapes());
  StepTape& tape = *lease;
  tape.begin_inference();
  const auto judged_loss = [&] {
    const View y_pred = model.forward(batch.x, tape);
    const Judged judged = judge(batch, y_pred, tape);
    update(metrics, batch, y_pred);
    return total_loss(judged, tape);
  };
  return within_memory(judged_loss, [&] { fail_for_memory(model, batch); });
}

}  // namespace keratin
