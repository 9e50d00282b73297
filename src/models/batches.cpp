#include "models/batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "keratin/error.hpp"
#include "layers/layer_access.hpp"
#include "memory_error.hpp"
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
  static_cast<void>(LayerAccess::output_shape(model, inputs.shape()));
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
  if (data.empty()) return {};
  Shape shape = data.shape();
  const std::size_t sample = data.size() / static_cast<std::size_t>(shape[0]);
  shape[0] = static_cast<int>(indices.size());
  within_memory(
      [&] { memory_.resize(indices.size() * sample); },
      [&] {
        throw MemoryError(fmt::format(
            "A batch of shape {} does not fit into memory: use a smaller batch_size.", to_string(shape)));
      });
  float* target = memory_.data();
  for (std::size_t index : indices) target = std::copy_n(data.data() + index * sample, sample, target);
  return {memory_.data(), shape};
}

void check_batch_size(int batch_size) {
  if (batch_size <= 0)
    throw ValueError(fmt::format("batch_size must be positive, but received {}.", batch_size));
}

}  // namespace keratin
