#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "callbacks/callback_list.hpp"
#include "layers/layer_access.hpp"
#include "memory_error.hpp"
#include "models/epoch_iterator.hpp"
#include "models/options.hpp"
#include "models/sequential_layer.hpp"

namespace keratin {

namespace {

using callbacks::Callback;
using callbacks::CallbackList;

Batching batching_of(const PredictOptions& options) {
  check_count("steps", options.steps);
  check_verbose(options.verbose);
  return {.batch_size = options.batch_size, .steps = options.steps, .targets = false};
}

Tensor empty_outputs(const SequentialLayer& model, const Shape& shape) {
  try {
    return empty_tensor(shape);
  } catch (const MemoryError&) {
    model.fail(fmt::format("its outputs of shape {} do not fit into memory: predict fewer samples at a time.",
                           to_string(shape)));
  }
}

/// Hands the outputs of each batch to `take`.
template <class Take>
void predict_batches(const Sequential& handle, const SequentialLayer& model,
                     std::unique_ptr<BatchSource> source, const PredictOptions& options, const Take& take) {
  EpochIterator batches(std::move(source), options.steps);
  const CallbackList callbacks(handle, options.callbacks,
                               {.verbose = options.verbose, .steps = batches.steps()},
                               CallbackList::Kind::other);
  const TapePool::Lease lease(model.tapes());
  callbacks.call(&Callback::on_predict_begin);
  int step = 0;
  batches.begin_epoch();
  for (const Samples* batch = batches.next(); batch != nullptr; batch = batches.next(), ++step) {
    callbacks.call(&Callback::on_predict_batch_begin, step);
    (*lease).begin_inference();
    within_memory(
        [&] { take(model.forward(batch->x, *lease)); },
        [&] {
          model.fail(fmt::format(
              "a batch of shape {} and the outputs so far do not fit into memory: predict fewer samples at "
              "a time, or take a smaller batch_size.",
              to_string(batch->x.shape())));
        });
    callbacks.call(&Callback::on_predict_batch_end, step);
  }
  batches.end_epoch();
  callbacks.call(&Callback::on_predict_end);
}

/// The outputs of batches whose number is not known before.
Tensor predict_stream(const Sequential& handle, const SequentialLayer& model,
                      std::unique_ptr<BatchSource> source, const PredictOptions& options) {
  std::vector<float> values;
  Shape shape;
  predict_batches(handle, model, std::move(source), options, [&](View y) {
    values.insert(values.end(), y.data(), y.data() + y.size());
    const int before = shape.empty() ? 0 : shape[0];
    shape = y.shape();
    shape[0] += before;
  });
  if (shape.empty()) model.fail("there is no data to predict from: it gave no batch.");
  Tensor outputs = empty_outputs(model, shape);
  std::copy(values.begin(), values.end(), outputs.data());
  return outputs;
}

}  // namespace

Tensor Sequential::predict(const Tensor& x, const PredictOptions& options) const {
  const Batching batching = batching_of(options);
  check_count("batch_size", options.batch_size);
  View inputs = inputs_of(*model_, x);
  const auto count = static_cast<std::size_t>(inputs.shape()[0]);
  if (options.steps) {
    const auto steps = static_cast<std::size_t>(*options.steps);
    inputs =
        samples(inputs, 0, std::min(count, steps * static_cast<std::size_t>(batch_size_of(batching, count))));
  }
  Tensor outputs = empty_outputs(*model_, LayerAccess::output_shape(*model_, inputs.shape()));
  float* target = outputs.data();
  predict_batches(*this, *model_, array_source({inputs, {}, {}}, batching), options,
                  [&](View y) { target = std::copy_n(y.data(), y.size(), target); });
  return outputs;
}

Tensor Sequential::predict(utils::Dataset& dataset, const PredictOptions& options) const {
  return predict_stream(*this, *model_, dataset_source(*model_, dataset, batching_of(options)), options);
}

Tensor Sequential::predict(const Generator& generator, const PredictOptions& options) const {
  return predict_stream(*this, *model_, generator_source(*model_, generator, batching_of(options)), options);
}

Tensor Sequential::predict_on_batch(const Tensor& x) const {
  return predict(x, {.batch_size = std::max(1, shape_of(x).empty() ? 1 : shape_of(x)[0])});
}

}  // namespace keratin
