#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/utils/progbar.hpp"
#include "models/batches.hpp"
#include "models/sample_weights.hpp"
#include "models/sequential_layer.hpp"
#include "models/trainer.hpp"
#include "random/shuffle.hpp"

namespace keratin {

namespace {

Trainer& trainer_of(const SequentialLayer& model) {
  if (model.trainer == nullptr) model.fail("compile() the model before it is trained or evaluated.");
  return *model.trainer;
}

Samples checked(SequentialLayer& model, const Tensor& x, const Tensor& y, View sample_weight = {}) {
  const Trainer& trainer = trainer_of(model);
  if (!model.built()) trainer.check(model, {data_of(model, x), View(y), sample_weight});
  const Samples data{inputs_of(model, x), View(y), sample_weight};
  trainer.check(model, data);
  return data;
}

Trainer::Metrics metrics_for(const SequentialLayer& model, const Samples& data) {
  return trainer_of(model).make_metrics(data.y.shape(), model.checked_output_shape(data.x.shape()));
}

Logs logs_of(double loss, const Trainer::Metrics& metrics) {
  Logs logs({{"loss", loss}});
  for (const auto& [name, metric, is_weighted] : metrics) logs.append(name, metric->result());
  return logs;
}

/// In the order in which Keras shows them while it trains.
Logs by_name(const Logs& logs) {
  auto values = logs.values();
  std::sort(values.begin(), values.end());
  return Logs(std::move(values));
}

/// The mean of batches' losses, each weighed by its samples.
class MeanLoss {
 public:
  void add(double loss, std::size_t samples) {
    sum_ += loss * static_cast<double>(samples);
    samples_ += samples;
  }
  [[nodiscard]] double result() const { return sum_ / static_cast<double>(samples_); }

 private:
  double sum_ = 0.0;
  std::size_t samples_ = 0;
};

Logs evaluate(const SequentialLayer& model, const Samples& data, std::size_t batch_size) {
  const Trainer::Metrics metrics = metrics_for(model, data);
  MeanLoss loss;
  for (std::size_t begin = 0; begin < data.count(); begin += batch_size) {
    const Samples batch = data.part(begin, std::min(data.count(), begin + batch_size));
    loss.add(trainer_of(model).test(model, batch, metrics), batch.count());
  }
  return logs_of(loss.result(), metrics);
}

/// One call of fit().
class Fit {
 public:
  Fit(SequentialLayer& model, const Tensor& x, const Tensor& y, const FitOptions& options)
      : model_(model),
        options_(options),
        verbose_(options.verbose.value_or(isatty(fileno(stdout)) != 0 ? 1 : 2)) {
    check_options();
    training_ = checked(model, x, y);
    if (options.validation_data) {
      validation_ = checked(model, options.validation_data->x, options.validation_data->y);
    } else if (options.validation_split > 0.0) {
      split();
    }
    static_cast<void>(metrics_for(model, training_));
    if (validates()) static_cast<void>(metrics_for(model, validation_));
    order_.resize(training_.count());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }

  callbacks::History run() {
    callbacks::History history;
    for (int epoch = 0; epoch < options_.epochs; ++epoch) {
      if (verbose_ > 0) std::printf("Epoch %d/%d\n", epoch + 1, options_.epochs);
      const Logs logs = run_epoch();
      history.epoch.push_back(epoch);
      for (const auto& [name, value] : logs) history.history[name].push_back(value);
    }
    trainer_of(model_).weight_update().take_averages();
    return history;
  }

 private:
  [[nodiscard]] bool validates() const { return !validation_.x.empty(); }

  void check_options() const {
    check_batch_size(options_.batch_size);
    if (options_.epochs < 0)
      throw ValueError(fmt::format("epochs must not be negative, but received {}.", options_.epochs));
    if (!(options_.validation_split >= 0.0 && options_.validation_split < 1.0)) {
      throw ValueError(fmt::format("validation_split must be from 0 to less than 1, but received {}.",
                                   options_.validation_split));
    }
    if (verbose_ < 0 || verbose_ > 2)
      throw ValueError(fmt::format("verbose must be 0, 1 or 2, but received {}.", verbose_));
  }

  void split() {
    const auto kept =
        static_cast<std::size_t>(static_cast<double>(training_.count()) * (1.0 - options_.validation_split));
    if (kept == 0 || kept == training_.count()) {
      throw ValueError(
          fmt::format("validation_split {} of {} samples leaves none to train on or to validate with.",
                      options_.validation_split, training_.count()));
    }
    validation_ = training_.part(kept, training_.count());
    training_ = training_.part(0, kept);
  }

  Logs run_epoch() {
    const auto batch_size = static_cast<std::size_t>(options_.batch_size);
    const std::size_t steps = (training_.count() + batch_size - 1) / batch_size;
    utils::Progbar progbar({.target = static_cast<int>(steps), .verbose = verbose_});
    if (options_.shuffle) random::shuffle_indices(order_);
    const Trainer::Metrics metrics = metrics_for(model_, training_);
    MeanLoss loss;
    Logs logs;
    for (std::size_t step = 0; step < steps; ++step) {
      const Samples batch = take(step * batch_size, std::min(training_.count(), (step + 1) * batch_size));
      loss.add(trainer_of(model_).train(model_, batch, metrics), batch.count());
      logs = by_name(logs_of(loss.result(), metrics));
      progbar.update(static_cast<int>(step) + 1, logs.values(), false);
    }
    if (validates()) {
      for (const auto& [name, value] : by_name(evaluate(model_, validation_, batch_size)))
        logs.append("val_" + name, value);
    }
    progbar.update(static_cast<int>(steps), logs.values(), true);
    return logs;
  }

  Samples take(std::size_t begin, std::size_t end) {
    if (!options_.shuffle) return training_.part(begin, end);
    const auto indices = std::span(order_).subspan(begin, end - begin);
    return {gathered_x_(training_.x, indices), gathered_y_(training_.y, indices)};
  }

  SequentialLayer& model_;
  const FitOptions& options_;
  int verbose_;
  Samples training_, validation_;
  std::vector<std::size_t> order_;
  Gathered gathered_x_, gathered_y_;
};

}  // namespace

callbacks::History Sequential::fit(const Tensor& x, const Tensor& y, const FitOptions& options) {
  return Fit(*model_, x, y, options).run();
}

Logs Sequential::evaluate(const Tensor& x, const Tensor& y, const EvaluateOptions& options) const {
  check_batch_size(options.batch_size);
  return keratin::evaluate(*model_, checked(*model_, x, y), static_cast<std::size_t>(options.batch_size));
}

Logs Sequential::train_on_batch(const Tensor& x, const Tensor& y, const TrainOnBatchOptions& options) {
  const SampleWeights weights(*model_, y, options.sample_weight, options.class_weight);
  const Samples batch = checked(*model_, x, y, weights.view());
  const Trainer::Metrics metrics = metrics_for(*model_, batch);
  const double loss = trainer_of(*model_).train(*model_, batch, metrics);
  return logs_of(loss, metrics);
}

Logs Sequential::test_on_batch(const Tensor& x, const Tensor& y, const TestOnBatchOptions& options) const {
  const SampleWeights weights(*model_, y, options.sample_weight);
  const Samples batch = checked(*model_, x, y, weights.view());
  return keratin::evaluate(*model_, batch, batch.count());
}

}  // namespace keratin
