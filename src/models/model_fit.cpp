// fit() of arrays, of a Dataset and of a function that gives batches.
#include <fmt/format.h>

#include <utility>

#include "keratin/error.hpp"
#include "models/fit.hpp"
#include "models/model_layer.hpp"
#include "models/shared_state.hpp"
#include "models/trainer.hpp"

namespace keratin {

using distribution::together;

namespace {

Batching validation_batching(const FitOptions& options) {
  return {.batch_size = options.validation_batch_size ? options.validation_batch_size : options.batch_size,
          .steps = options.validation_steps};
}

std::optional<EpochIterator> validation_of(ModelLayer& model, const FitOptions& options) {
  if (!options.validation_data) return {};
  Batching batching = validation_batching(options);
  if (options.validation_data.arrays() == nullptr) batching.batch_size = options.validation_batch_size;
  return EpochIterator(source_of(model, options.validation_data, batching), options.validation_steps);
}

std::size_t samples_to_train_on(const DataView& data, double validation_split) {
  const auto count = static_cast<std::size_t>(static_cast<double>(data.count()) * (1.0 - validation_split));
  if (count == 0 || count == data.count()) {
    throw ValueError(
        fmt::format("validation_split {} of {} samples leaves none to train on or to validate with.",
                    validation_split, data.count()));
  }
  return count;
}

Batching training_batching(const FitOptions& options) {
  return {.batch_size = options.batch_size, .steps = options.steps_per_epoch, .shuffle = options.shuffle};
}

template <class Stream>
callbacks::History fit_stream(const Model& handle, ModelLayer& model, Stream& stream,
                              std::optional<int> batches, const FitOptions& options) {
  check_options(options);
  check_options_of_batches(options);
  trainer_of(model);
  require_same_fit(model, options, {}, batches);
  EpochIterator training(stream_source(model, stream, training_batching(options), options.class_weight),
                         options.steps_per_epoch);
  return Fit(handle, model, std::move(training), validation_of(model, options), options).run();
}

}  // namespace

callbacks::History Model::fit(const Arrays& x, const Arrays& y, const FitOptions& options) {
  return together([&] {
    check_options(options);
    const SampleWeights weights(*model_, y, options.sample_weight, options.sample_weights,
                                options.class_weight);
    DataView data = prepare(*model_, x, y, weights);
    require_same_fit(*model_, options, data);
    trainer_of(*model_).check_metrics(data);
    std::optional<EpochIterator> validation = validation_of(*model_, options);
    if (!validation && options.validation_split > 0.0) {
      const std::size_t count = samples_to_train_on(data, options.validation_split);
      DataView held_out = data.part(count, data.count());
      if (!options.class_weight.empty()) held_out.sample_weight = {};
      validation.emplace(array_source(held_out, validation_batching(options)), options.validation_steps);
      data = data.part(0, count);
    }
    EpochIterator training(array_source(data, training_batching(options)), options.steps_per_epoch);
    return Fit(*this, *model_, std::move(training), std::move(validation), options).run();
  });
}

callbacks::History Model::fit(utils::Dataset& dataset, const FitOptions& options) {
  return together([&] { return fit_stream(*this, *model_, dataset, dataset.num_batches(), options); });
}

callbacks::History Model::fit(const Generator& generator, const FitOptions& options) {
  return together([&] { return fit_stream(*this, *model_, generator, {}, options); });
}

}  // namespace keratin
