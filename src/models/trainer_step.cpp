// A step of training: losses, gradients, and what processes that train together exchange of them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "distribution/gradient_sum.hpp"
#include "keratin/error.hpp"
#include "losses/weighing.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

namespace {

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

void require_finite(const ModelLayer& model, double loss) {
  if (std::isnan(loss)) fail_step(model, loss, "the loss became nan");
  if (std::isinf(loss)) fail_step(model, loss, "the loss became infinite");
}

}  // namespace

/// A part's weights are those that its samples have in the whole batch, and as if they were the only ones.
void Trainer::weigh(SharedBatch& batch, std::size_t output, View y_pred, StepTape& tape,
                    OutputLoss& loss) const {
  const losses::Loss& function = *outputs_[output].loss;
  const distribution::BatchPart* part = batch.part();
  const Shape all = part == nullptr ? Shape{} : function.output_shape(batch.whole().outputs[output]);
  const bool is_slice = !all.empty() && static_cast<std::size_t>(all[0]) == part->total;
  const DataView& weighed = is_slice ? batch.whole() : batch.own();
  loss.weights = tape.allocate(is_slice ? all : function.output_shape(y_pred.shape()));
  losses::weigh(*loss.function, weighed.y[output], weighed.weights_of(output), loss.weights);
  loss.divisor = losses::divisor(loss.function->reduction(), loss.weights);
  if (!is_slice) return;
  const std::size_t sample = loss.weights.size() / part->total;
  Shape own = all;
  own[0] = static_cast<int>(part->rows());
  loss.weights = {loss.weights.data() + part->begin * sample, own};
  const float factor = part->count == 0 ? 0.0f : static_cast<float>(1.0 / part->weight());
  for (std::size_t i = 0; i < loss.weights.size(); ++i) loss.weights.data()[i] *= factor;
}

Trainer::OutputLoss Trainer::loss_of(SharedBatch& batch, std::size_t output, View y_pred,
                                     StepTape& tape) const {
  const TrainedOutput& trained = outputs_[output];
  if (trained.loss == nullptr) return {};
  const StepTape::Activated* last = trained.logits_loss == nullptr ? nullptr : tape.activated(y_pred);
  const losses::Loss& loss = last != nullptr ? *trained.logits_loss : *trained.loss;
  const View prediction = last != nullptr ? last->logits : y_pred;
  const Buffer losses = tape.allocate(trained.loss->output_shape(y_pred.shape()));
  loss.call(losses::aligned(batch.own().y[output], y_pred.shape()), prediction, losses);
  OutputLoss result{&loss, last != nullptr, prediction};
  weigh(batch, output, y_pred, tape, result);
  result.value = losses::reduce(result.divisor, losses, result.weights);
  return result;
}

std::vector<Trainer::OutputLoss> Trainer::losses_of(SharedBatch& batch, const Views& y_pred,
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

BatchLosses Trainer::step(SharedBatch& batch, const Metrics& metrics) {
  const Views y_pred = forward(batch.own(), tape_);
  const std::vector<OutputLoss> losses = losses_of(batch, y_pred, tape_);
  const BatchLosses own = values_of(losses, tape_);
  if (batch.part() == nullptr) require_finite(model_, own.total);
  batch.give(own, metrics.empty() ? Views() : y_pred);
  backward(batch, y_pred, losses);
  BatchLosses values = batch.losses();
  require_finite(model_, values.total);
  if (!update_.gradients_are_finite())
    fail_step(model_, std::nan(""), "a gradient became infinite or not a number");
  update_state(metrics, batch.whole(), batch.outputs(tape_));
  update_.apply();
  return values;
}

distribution::GradientSum& Trainer::gradient_sum(distribution::Team& team) {
  if (gradient_sum_ == nullptr || team_ != team.id()) {
    std::vector<distribution::GradientSum::Range> ranges;
    for (const std::shared_ptr<Layer>& layer : layers_) {
      for (const Weight* weight : layer->weights()) {
        const auto place = gradients_.find(weight);
        if (place == gradients_.end() || place->second.empty()) continue;
        const Buffer gradient = place->second;
        const auto begin = static_cast<std::size_t>(gradient.data() - update_.gradients().data());
        ranges.push_back({layer.get(), begin, begin + gradient.size()});
      }
    }
    const std::span<float> gradients = update_.gradients();
    gradient_sum_ =
        std::make_unique<distribution::GradientSum>(team, gradients.data(), gradients.size(), ranges);
    team_ = team.id();
  }
  return *gradient_sum_;
}

void Trainer::backward(SharedBatch& batch, const Views& y_pred, const std::vector<OutputLoss>& losses) {
  Views gradients(y_pred.size()), unused(batch.own().x.size());
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const OutputLoss& loss = losses[i];
    if (loss.function == nullptr) continue;
    losses::weights_to_gradient(loss.function->reduction(), loss.divisor, loss.weights);
    if (outputs_[i].loss_weight != 1.0) {
      const auto factor = static_cast<float>(outputs_[i].loss_weight);
      for (std::size_t k = 0; k < loss.weights.size(); ++k) loss.weights.data()[k] *= factor;
    }
    const Buffer dy = tape_.allocate(y_pred[i].shape());
    loss.function->gradient(losses::aligned(batch.own().y[i], y_pred[i].shape()), loss.prediction,
                            loss.weights, dy);
    if (loss.at_logits) tape_.begin_backward_at_logits(y_pred[i]);
    gradients[i] = dy;
  }
  tape_.set_needs_input_gradient(false);
  tape_.begin_backward();
  model_.backward_all(gradients, unused, tape_);
  if (batch.part() != nullptr) batch.part()->gradients->finish();
  update_.add_penalty_gradients();
}

}  // namespace keratin
