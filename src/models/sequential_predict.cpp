#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "callbacks/callback_list.hpp"
#include "layers/layer_access.hpp"
#include "memory_error.hpp"
#include "models/epoch_iterator.hpp"
#include "models/sequential_layer.hpp"

namespace keratin {

namespace {

using callbacks::Callback;
using callbacks::CallbackList;

Tensor empty_outputs(const SequentialLayer& model, const Shape& shape) {
  try {
    return empty_tensor(shape);
  } catch (const MemoryError&) {
    model.fail(fmt::format("its outputs of shape {} do not fit into memory: predict fewer samples at a time.",
                           to_string(shape)));
  }
}

/// The outputs of all samples, of a shape that is known before the first batch.
class OutputArray {
 public:
  OutputArray(const SequentialLayer& model, const Shape& shape)
      : model_(model), values_(empty_outputs(model, shape)) {}

  /// Throws ValueError if the batches up to this one, the last if `is_last`, do not make up the shape.
  void append(View y, bool is_last) {
    const std::size_t room = values_.size() - filled_;
    if (y.size() > room || (is_last && y.size() < room)) {
      model_.fail(
          fmt::format("its outputs for single batches do not make up the shape {} that "
                      "compute_output_shape() gives for all samples.",
                      to_string(shape_of(values_))));
    }
    std::copy_n(y.data(), y.size(), values_.data() + filled_);
    filled_ += y.size();
  }

  [[nodiscard]] Tensor take() { return std::move(values_); }

 private:
  const SequentialLayer& model_;
  Tensor values_;
  std::size_t filled_ = 0;
};

template <class Take>
void predict_batch(const SequentialLayer& model, View x, StepTape& tape, const Take& take) {
  tape.begin_inference();
  within_memory(
      [&] { take(model.forward(x, tape)); },
      [&] {
        model.fail(fmt::format(
            "a batch of shape {} and the outputs so far do not fit into memory: predict fewer samples at "
            "a time, or take a smaller batch_size.",
            to_string(x.shape())));
      });
}

/// Calls `take` with the outputs of each batch. `next` gives a batch's inputs, none at the end of the data.
template <class Next, class Take>
void predict_batches(const Sequential& handle, const SequentialLayer& model, const PredictOptions& options,
                     std::optional<int> steps, Next next, const Take& take) {
  std::optional<CallbackList> list;
  if (options.verbose > 0 || !options.callbacks.empty()) {
    list.emplace(handle, options.callbacks,
                 callbacks::CallbackParams{.verbose = options.verbose, .steps = steps},
                 CallbackList::Kind::other);
  }
  const auto call = [&](auto hook, auto... arguments) {
    if (list) list->call(hook, arguments...);
  };
  const TapePool::Lease tape(model.tapes());
  call(&Callback::on_predict_begin);
  int step = 0;
  for (View x = next(); !x.empty(); x = next(), ++step) {
    call(&Callback::on_predict_batch_begin, step);
    predict_batch(model, x, *tape, take);
    call(&Callback::on_predict_batch_end, step);
  }
  call(&Callback::on_predict_end);
}

/// The outputs of batches whose number is not known before.
template <class Stream>
Tensor predict_stream(const Sequential& handle, SequentialLayer& model, Stream& stream,
                      const PredictOptions& options) {
  EpochIterator batches(stream_source(model, stream, batching_of(options, false)), options.steps);
  const auto next = [&, begun = false]() mutable {
    if (!std::exchange(begun, true)) batches.begin_epoch();
    const DataView* batch = batches.next();
    if (batch == nullptr) batches.end_epoch();
    return batch == nullptr ? View() : batch->x;
  };
  std::vector<float> values;
  Shape shape;
  predict_batches(handle, model, options, batches.steps(), next, [&](View y) {
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
  const Batching batching = batching_of(options, false);
  check_count("batch_size", options.batch_size);
  const DataView all = prepare(*model_, x);
  const std::size_t given = all.count();
  const auto size = static_cast<std::size_t>(batch_size_of(batching, given));
  const std::size_t steps =
      options.steps ? static_cast<std::size_t>(*options.steps) : (given + size - 1) / size;
  const std::size_t count = std::min(given, steps * size);
  const View inputs = slice(all.x, 0, count);
  OutputArray outputs(*model_,
                      count == given ? all.outputs : LayerAccess::output_shape(*model_, inputs.shape()));
  std::size_t begin = 0;
  const auto next = [&] {
    if (begin == count && count <= (steps - 1) * size) warn_of_missing_batches();
    const std::size_t end = std::min(count, begin + size);
    return begin == count ? View() : slice(inputs, std::exchange(begin, end), end);
  };
  predict_batches(*this, *model_, options, static_cast<int>(steps), next,
                  [&](View y) { outputs.append(y, begin == count); });
  return outputs.take();
}

Tensor Sequential::predict(utils::Dataset& dataset, const PredictOptions& options) const {
  return predict_stream(*this, *model_, dataset, options);
}

Tensor Sequential::predict(const Generator& generator, const PredictOptions& options) const {
  return predict_stream(*this, *model_, generator, options);
}

Tensor Sequential::predict_on_batch(const Tensor& x) const {
  const View inputs = prepare(*model_, x).x;
  const TapePool::Lease tape(model_->tapes());
  Tensor outputs;
  predict_batch(*model_, inputs, *tape, [&](View y) {
    outputs = empty_outputs(*model_, y.shape());
    std::copy_n(y.data(), y.size(), outputs.data());
  });
  return outputs;
}

}  // namespace keratin
