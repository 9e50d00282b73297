#include "models/batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <vector>

#include "keratin/error.hpp"
#include "models/sequential_layer.hpp"

namespace keratin {

View data_of(const SequentialLayer& model, const Tensor& x) {
  const View data(x);
  if (data.size() == 0 || data.shape().empty()) {
    model.fail(fmt::format("there is no data: received an array of shape {}.", to_string(data.shape())));
  }
  model.check_values(data);
  return data;
}

View inputs_of(SequentialLayer& model, const Tensor& x) {
  View inputs = data_of(model, x);
  model.build_once(inputs.shape());
  const Shape& expected = model.input_shape();
  if (inputs.shape().rank() == 1 && expected.rank() == 2 && expected[1] == 1)
    inputs = inputs.reshaped({inputs.shape()[0], 1});
  static_cast<void>(model.checked_output_shape(inputs.shape()));
  return inputs;
}

View samples(View data, std::size_t begin, std::size_t end) {
  if (data.empty()) return {};
  Shape shape = data.shape();
  const std::size_t sample = data.size() / static_cast<std::size_t>(shape[0]);
  shape[0] = static_cast<int>(end - begin);
  return {data.data() + begin * sample, shape};
}

View Gathered::operator()(View data, std::span<const std::size_t> indices) {
  Shape shape = data.shape();
  const std::size_t sample = data.size() / static_cast<std::size_t>(shape[0]);
  shape[0] = static_cast<int>(indices.size());
  memory_.resize(indices.size() * sample);
  float* target = memory_.data();
  for (std::size_t index : indices) target = std::copy_n(data.data() + index * sample, sample, target);
  return {memory_.data(), shape};
}

void check_batch_size(int batch_size) {
  if (batch_size <= 0)
    throw ValueError(fmt::format("batch_size must be positive, but received {}.", batch_size));
}

namespace {

Tensor empty_tensor(const SequentialLayer& model, const Shape& shape) {
  try {
    return keratin::empty_tensor(shape);
  } catch (const std::bad_alloc&) {
    model.fail(fmt::format("its outputs of shape {} do not fit into memory: predict less at a time.",
                           to_string(shape)));
  }
}

}  // namespace

Tensor predict(SequentialLayer& model, const Tensor& x, int batch_size) {
  check_batch_size(batch_size);
  const View inputs = inputs_of(model, x);
  Tensor outputs = empty_tensor(model, model.checked_output_shape(inputs.shape()));
  float* target = outputs.data();
  const TapePool::Lease lease(model.tapes());
  const auto count = static_cast<std::size_t>(inputs.shape()[0]), step = static_cast<std::size_t>(batch_size);
  for (std::size_t begin = 0; begin < count; begin += step) {
    Tape& tape = *lease;
    tape.begin_inference();
    const View y = model.run_forward(samples(inputs, begin, std::min(count, begin + step)), tape);
    target = std::copy_n(y.data(), y.size(), target);
  }
  return outputs;
}

}  // namespace keratin
