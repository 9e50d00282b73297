#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "callbacks/callback_list.hpp"
#include "keratin/layers/core/wrapper.hpp"
#include "layers/layer_access.hpp"
#include "memory_error.hpp"
#include "models/epoch_iterator.hpp"
#include "models/model_layer.hpp"

namespace keratin {

namespace {

using callbacks::Callback;
using callbacks::CallbackList;

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

  /// Throws ValueError if the batches up to this one do not fit into the shape.
  void append(View y) {
    require(y.size() <= values_.size() - filled_);
    std::copy_n(y.data(), y.size(), values_.data() + filled_);
    filled_ += y.size();
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

/// The most numbers that a node of the model takes and gives for one sample, without those of open sizes;
/// none if a layer might look at several samples: a user's, one whose activation is a user's or a layer, or
/// one that behaves as in training.
std::optional<std::size_t> numbers_per_sample(const ModelLayer& model) {
  std::size_t most = 0;
  for (const ModelLayer::Node& node : model.nodes()) {
    const auto& activation = layers::innermost(*node.layer).activation();
    if (!node.is_known || node.training) return {};
    if (activation != nullptr && !activations::is_known(*activation)) return {};
    std::size_t numbers = 0;
    const auto add = [&](std::size_t value) {
      const Shape sample = model.values()[value].shape.without_batch();
      if (sample.fully_known()) numbers += sample.element_count();
    };
    std::for_each(node.inputs.begin(), node.inputs.end(), add);
    for (std::size_t i = 0; i < node.outputs; ++i) add(node.output + i);
    most = std::max(most, numbers);
    if (const auto* inner = dynamic_cast<const ModelLayer*>(node.layer.get())) {
      const std::optional<std::size_t> of_inner = numbers_per_sample(*inner);
      if (!of_inner) return {};
      most = std::max(most, *of_inner);
    }
  }
  return most;
}

/// How many samples of a batch go through the model together, so that memory stays bounded.
std::size_t samples_together(const ModelLayer& model, const Views& x) {
  constexpr std::size_t few = 16, most_numbers = std::size_t{8} << 20;
  const auto batch = static_cast<std::size_t>(x.front().shape()[0]);
  if (batch <= few) return batch;
  const std::size_t each = numbers_per_sample(model).value_or(0);
  if (batch * each <= most_numbers) return batch;
  for (const Shape& output : LayerAccess::output_shapes(model, shapes_of(x))) {
    if (output[0] != x.front().shape()[0]) return batch;  // batches were joined along their first axis
  }
  const std::size_t together = std::max(few, most_numbers / each), parts = (batch + together - 1) / together;
  return (batch + parts - 1) / parts;
}

/// Calls `take` with the outputs of a batch, part by part.
template <class Take>
void predict_batch(const ModelLayer& model, const Views& x, StepTape& tape, const Take& take) {
  const auto count = static_cast<std::size_t>(x.front().shape()[0]);
  const std::size_t together = samples_together(model, x);
  Views y(model.outputs().size());
  const auto predict = [&](const Views& inputs) {
    tape.begin_prediction();
    model.forward_all(inputs, y, tape);
    take(y);
  };
  within_memory(
      [&] {
        if (together == count) return predict(x);
        for (std::size_t begin = 0; begin < count; begin += together) {
          Views part;
          for (const View& whole : x) part.push_back(slice(whole, begin, std::min(begin + together, count)));
          predict(part);
        }
      },
      [&] {
        model.fail(
            fmt::format("a batch of shape {} and the outputs so far do not fit into memory: predict fewer "
                        "samples at a time, or take a smaller batch_size.",
                        to_string(x.front().shape())));
      });
}

/// Calls `take` with the outputs of each batch. `next` gives a batch's inputs, none at the end of the data.
template <class Next, class Take>
void predict_batches(const Model& handle, const ModelLayer& model, const PredictOptions& options,
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
  for (Views x = next(); !x.empty(); x = next(), ++step) {
    call(&Callback::on_predict_batch_begin, step);
    predict_batch(model, x, *tape, take);
    call(&Callback::on_predict_batch_end, step);
  }
  call(&Callback::on_predict_end);
}

/// The outputs of batches whose number is not known before.
class OutputStream {
 public:
  /// Throws ValueError for samples of another shape than those before.
  void append(const ModelLayer& model, View y) {
    Shape shape = y.shape();
    if (!shape_.empty()) {
      shape[0] = shape_[0];
      if (shape != shape_) {
        model.fail(
            fmt::format("the outputs of all batches must have the same shape, {} as in the first one, but a "
                        "later batch gave {}. Call predict_on_batch() for each batch.",
                        to_string(shape_.without_batch().with_batch(None)), to_string(y.shape())));
      }
      shape[0] += y.shape()[0];
    }
    values_.insert(values_.end(), y.data(), y.data() + y.size());
    shape_ = shape;
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
  predict_batches(handle, model, options, batches.steps(), next, [&](const Views& y) {
    for (std::size_t i = 0; i < y.size(); ++i) outputs[i].append(model, y[i]);
  });
  std::vector<Tensor> arrays;
  arrays.reserve(outputs.size());
  for (const OutputStream& output : outputs) arrays.push_back(output.take(model));
  return arrays;
}

}  // namespace

std::vector<Tensor> Model::predict_all(const Arrays& x, const PredictOptions& options) const {
  const Batching batching = batching_of(options, false);
  check_count("batch_size", options.batch_size);
  const DataView all = prepare(*model_, x);
  const std::size_t given = all.count();
  const auto size = static_cast<std::size_t>(batch_size_of(batching, given));
  const std::size_t steps =
      options.steps ? static_cast<std::size_t>(*options.steps) : (given + size - 1) / size;
  const std::size_t count = std::min(given, steps * size);
  const DataView used = all.part(0, count);
  std::vector<OutputArray> outputs;
  for (const Shape& shape :
       count == given ? all.outputs : LayerAccess::output_shapes(*model_, shapes_of(used.x)))
    outputs.emplace_back(*model_, shape);
  std::size_t begin = 0;
  const auto next = [&] {
    if (begin == count && count <= (steps - 1) * size) warn_of_missing_batches();
    const std::size_t end = std::min(count, begin + size);
    return begin == count ? Views() : used.part(std::exchange(begin, end), end).x;
  };
  predict_batches(*this, *model_, options, static_cast<int>(steps), next, [&](const Views& y) {
    for (std::size_t i = 0; i < y.size(); ++i) outputs[i].append(y[i]);
  });
  std::vector<Tensor> arrays;
  arrays.reserve(outputs.size());
  for (OutputArray& output : outputs) arrays.push_back(output.take());
  return arrays;
}

std::vector<Tensor> Model::predict_all(utils::Dataset& dataset, const PredictOptions& options) const {
  return predict_stream(*this, *model_, dataset, options);
}

std::vector<Tensor> Model::predict_all(const Generator& generator, const PredictOptions& options) const {
  return predict_stream(*this, *model_, generator, options);
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
  const DataView all = prepare(*model_, x);
  const TapePool::Lease tape(model_->tapes());
  OutputArray outputs(*model_, all.outputs.front());
  predict_batch(*model_, all.x, *tape, [&](const Views& y) { outputs.append(y[0]); });
  return outputs.take();
}

}  // namespace keratin
