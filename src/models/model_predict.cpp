#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "callbacks/callback_list.hpp"
#include "distribution/process.hpp"
#include "distribution/team.hpp"
#include "layers/layer_access.hpp"
#include "memory_error.hpp"
#include "models/epoch_iterator.hpp"
#include "models/model_layer.hpp"
#include "models/predict_parts.hpp"
#include "models/predict_together.hpp"

namespace keratin {

namespace {

using callbacks::Callback;
using callbacks::CallbackList;
using distribution::together;

Tensor empty_outputs(const ModelLayer& model, const Shape& shape) {
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
  OutputArray(const ModelLayer& model, const Shape& shape)
      : model_(model), values_(empty_outputs(model, shape)) {}

  /// Memory for the outputs of the next batch. Throws ValueError if the batches up to this one do not fit
  /// into the shape.
  float* append(const Shape& batch) {
    const std::size_t size = batch.element_count();
    require(size <= values_.size() - filled_);
    return values_.data() + std::exchange(filled_, filled_ + size);
  }

  /// Throws ValueError if all batches do not make up the shape.
  [[nodiscard]] Tensor take() {
    require(filled_ == values_.size());
    return std::move(values_);
  }

 private:
  void require(bool fits) const {
    if (fits) return;
    model_.fail(
        fmt::format("its outputs for single batches do not make up the shape {} that "
                    "compute_output_shape() gives for all samples.",
                    to_string(shape_of(values_))));
  }

  const ModelLayer& model_;
  Tensor values_;
  std::size_t filled_ = 0;
};

void predict_samples(const ModelLayer& model, const Views& x, const OutputMemory& memory) {
  const auto predict = [&] {
    const auto count = static_cast<std::size_t>(x.front().shape()[0]);
    if (count >= smallest_divided_batch && predict_in_parts(model, x, memory)) return;
    predict_whole(model, x, memory);
  };
  within_memory(predict, [&] {
    model.fail(
        fmt::format("a batch of shape {} and the outputs so far do not fit into memory: predict fewer "
                    "samples at a time, or take a smaller batch_size.",
                    to_string(x.front().shape())));
  });
}

void predict_batch(const ModelLayer& model, const Views& x, const OutputMemory& memory) {
  if (predict_together(model, x, memory, predict_samples)) return;
  predict_samples(model, x, memory);
  distribution::wait_for_all();
}

/// Predicts each batch. `next` gives a batch's inputs, none at the end of the data.
template <class Next>
void predict_batches(const Model& handle, const ModelLayer& model, const PredictOptions& options,
                     std::optional<int> steps, Next next, const OutputMemory& memory) {
  std::optional<CallbackList> list;
  if (options.verbose > 0 || !options.callbacks.empty()) {
    list.emplace(handle, options.callbacks,
                 callbacks::CallbackParams{.verbose = options.verbose, .steps = steps},
                 CallbackList::Kind::other);
  }
  const auto call = [&](auto hook, auto... arguments) {
    if (list) list->call(hook, arguments...);
  };
  call(&Callback::on_predict_begin);
  int step = 0;
  for (Views x = next(); !x.empty(); x = next(), ++step) {
    call(&Callback::on_predict_batch_begin, step);
    predict_batch(model, x, memory);
    call(&Callback::on_predict_batch_end, step);
  }
  call(&Callback::on_predict_end);
}

/// The outputs of batches whose number is not known before.
class OutputStream {
 public:
  /// Memory for the outputs of the next batch. Throws ValueError for samples of another shape than those
  /// before.
  float* append(const ModelLayer& model, const Shape& batch) {
    Shape shape = batch;
    if (!shape_.empty()) {
      shape[0] = shape_[0];
      if (shape != shape_) {
        model.fail(
            fmt::format("the outputs of all batches must have the same shape, {} as in the first one, but a "
                        "later batch gave {}. Call predict_on_batch() for each batch.",
                        to_string(shape_.without_batch().with_batch(None)), to_string(batch)));
      }
      shape[0] += batch[0];
    }
    shape_ = shape;
    const std::size_t filled = values_.size();
    values_.resize(filled + batch.element_count());
    return values_.data() + filled;
  }

  [[nodiscard]] Tensor take(const ModelLayer& model) const {
    if (shape_.empty()) model.fail("there is no data to predict from: it gave no batch.");
    Tensor outputs = empty_outputs(model, shape_);
    std::copy(values_.begin(), values_.end(), outputs.data());
    return outputs;
  }

 private:
  std::vector<float> values_;
  Shape shape_;
};

template <class Stream>
std::vector<Tensor> predict_stream(const Model& handle, ModelLayer& model, Stream& stream,
                                   const PredictOptions& options) {
  EpochIterator batches(stream_source(model, stream, batching_of(options, false)), options.steps);
  const auto next = [&, begun = false]() mutable {
    if (!std::exchange(begun, true)) batches.begin_epoch();
    const DataView* batch = batches.next();
    if (batch == nullptr) batches.end_epoch();
    return batch == nullptr ? Views() : batch->x;
  };
  std::vector<OutputStream> outputs(model.outputs().size());
  predict_batches(handle, model, options, batches.steps(), next, [&](std::size_t output, const Shape& batch) {
    return outputs[output].append(model, batch);
  });
  std::vector<Tensor> arrays;
  arrays.reserve(outputs.size());
  for (const OutputStream& output : outputs) arrays.push_back(output.take(model));
  return arrays;
}

std::vector<Tensor> predict_arrays(const Model& handle, ModelLayer& model, const Arrays& x,
                                   const PredictOptions& options) {
  const Batching batching = batching_of(options, false);
  check_count("batch_size", options.batch_size);
  const DataView all = prepare(model, x);
  const std::size_t given = all.count();
  const auto size = static_cast<std::size_t>(batch_size_of(batching, given));
  const std::size_t steps =
      options.steps ? static_cast<std::size_t>(*options.steps) : (given + size - 1) / size;
  const std::size_t count = std::min(given, steps * size);
  const DataView used = all.part(0, count);
  std::vector<OutputArray> outputs;
  for (const Shape& shape :
       count == given ? all.outputs : LayerAccess::output_shapes(model, shapes_of(used.x)))
    outputs.emplace_back(model, shape);
  std::size_t begin = 0;
  const auto next = [&] {
    if (begin == count && count <= (steps - 1) * size) warn_of_missing_batches();
    const std::size_t end = std::min(count, begin + size);
    return begin == count ? Views() : used.part(std::exchange(begin, end), end).x;
  };
  predict_batches(handle, model, options, static_cast<int>(steps), next,
                  [&](std::size_t output, const Shape& batch) { return outputs[output].append(batch); });
  std::vector<Tensor> arrays;
  arrays.reserve(outputs.size());
  for (OutputArray& output : outputs) arrays.push_back(output.take());
  return arrays;
}

}  // namespace

std::vector<Tensor> Model::predict_all(const Arrays& x, const PredictOptions& options) const {
  return together([&] { return predict_arrays(*this, *model_, x, options); });
}

std::vector<Tensor> Model::predict_all(utils::Dataset& dataset, const PredictOptions& options) const {
  return together([&] { return predict_stream(*this, *model_, dataset, options); });
}

std::vector<Tensor> Model::predict_all(const Generator& generator, const PredictOptions& options) const {
  return together([&] { return predict_stream(*this, *model_, generator, options); });
}

Tensor Model::predict(const Arrays& x, const PredictOptions& options) const {
  require_one_output(*model_);
  return std::move(predict_all(x, options).front());
}

Tensor Model::predict(utils::Dataset& dataset, const PredictOptions& options) const {
  require_one_output(*model_);
  return std::move(predict_all(dataset, options).front());
}

Tensor Model::predict(const Generator& generator, const PredictOptions& options) const {
  require_one_output(*model_);
  return std::move(predict_all(generator, options).front());
}

Tensor Model::predict_on_batch(const Arrays& x) const {
  require_one_output(*model_);
  return together([&] {
    const DataView all = prepare(*model_, x);
    OutputArray outputs(*model_, all.outputs.front());
    predict_batch(*model_, all.x, [&](std::size_t, const Shape& batch) { return outputs.append(batch); });
    return outputs.take();
  });
}

}  // namespace keratin
