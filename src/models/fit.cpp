#include "models/fit.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <utility>

#include "callbacks/messages.hpp"
#include "models/interrupt.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"

namespace keratin {

using callbacks::Callback;

ValidationData::ValidationData(Tensor x, Tensor y, Tensor sample_weight)
    : ValidationData(Data{std::move(x), std::move(y), std::move(sample_weight)}) {}
ValidationData::ValidationData(Data arrays) : arrays_(std::make_shared<const Data>(std::move(arrays))) {}
ValidationData::ValidationData(utils::Dataset& dataset) : dataset_(&dataset) {}

ValidationData::operator bool() const { return arrays_ || dataset_ != nullptr || generator_; }

ValidationFreq::ValidationFreq(std::initializer_list<int> epochs) : epochs_(epochs) {}

bool ValidationFreq::includes(int epoch) const {
  if (!epochs_) return (epoch + 1) % every_ == 0;
  return std::find(epochs_->begin(), epochs_->end(), epoch + 1) != epochs_->end();
}

namespace {

/// Makes `run` the one that callbacks find at the model, and gives the one before it back.
class Running {
 public:
  Running(ModelLayer& model, Fit& run) : model_(model), before_(std::exchange(model.run, &run)) {}
  ~Running() { model_.run = before_; }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  ModelLayer& model_;
  Fit* before_;
};

}  // namespace

Fit::Fit(const Model& handle, ModelLayer& model, EpochIterator training,
         std::optional<EpochIterator> validation, const FitOptions& options)
    : model_(model),
      options_(options),
      training_(std::move(training)),
      validation_(std::move(validation)),
      results_(model),
      callbacks_(handle, options.callbacks,
                 {.verbose = options.verbose.value_or(isatty(fileno(stdout)) != 0 ? 1 : 2),
                  .epochs = options.epochs,
                  .steps = training_.steps()},
                 callbacks::CallbackList::Kind::fit),
      epoch_(options.initial_epoch) {}

callbacks::History Fit::run() {
  const Running running(model_, *this);
  const Interrupt interrupt;
  model_.stop_training = false;
  callbacks_.call(&Callback::on_train_begin);
  if (step_ == 0) take_up_state();
  while (epoch_ < options_.epochs && !model_.stop_training && !training_.ended()) {
    run_epoch();
    Interrupt::agree(model_.stop_training);
    if (Interrupt::requested()) {
      model_.stop_training = true;
      return *callbacks_.history();
    }
  }
  trainer_of(model_).weight_update().take_averages();
  callbacks_.call(&Callback::on_train_end, last_logs_);
  return *callbacks_.history();
}

void Fit::run_epoch() {
  callbacks_.call(&Callback::on_epoch_begin, epoch_);
  if (step_ == 0) results_.reset();
  const int done = step_;
  take_up_state();
  training_.begin_epoch(done);
  while (const DataView* batch = training_.next()) {
    run_step(*batch);
    Interrupt::agree(model_.stop_training);
    if (model_.stop_training || Interrupt::requested()) break;
  }
  training_.end_epoch();
  if (Interrupt::requested()) {
    callbacks::print_message(
        fmt::format("\nfit() was interrupted after batch {} of epoch {}: the model keeps its weights.", step_,
                    epoch_ + 1));
    return;
  }
  if (!results_.empty()) return end_epoch();
  if (last_logs_.size() == 0) model_.fail("there is no data to train on: it gave no batch.");
}

void Fit::run_step(const DataView& batch) {
  callbacks_.call(&Callback::on_train_batch_begin, step_);
  const Metrics& metrics = results_.metrics_for(batch);
  std::exception_ptr failure;
  try {
    results_.add(trainer_of(model_).train(batch, metrics), batch.count());
  } catch (const NonFiniteError& error) {
    results_.add({error.loss()}, batch.count());
    failure = std::current_exception();
  }
  Logs logs = callbacks_.reads_batches() ? results_.sorted_logs() : Logs{};
  const int done = step_++;
  callbacks_.call(&Callback::on_train_batch_end, done, logs);
  if (failure && !model_.stop_training) std::rethrow_exception(failure);
}

void Fit::end_epoch() {
  Logs logs = results_.logs();
  if (validation_ && options_.validation_freq.includes(epoch_)) {
    for (const auto& [name, value] : evaluate(model_, *validation_, callbacks_))
      logs.append("val_" + name, value);
    if (Interrupt::requested()) return;
  }
  last_logs_ = by_name(logs);
  Logs seen = last_logs_;
  const int done = epoch_++;
  step_ = 0;
  callbacks_.call(&Callback::on_epoch_end, done, seen);
}

}  // namespace keratin
