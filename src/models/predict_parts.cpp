#include "models/predict_parts.hpp"

#include <algorithm>
#include <bit>

#include "kernels/parallel.hpp"
#include "layers/layer_access.hpp"
#include "models/model_layer.hpp"
#include "models/sample_size.hpp"
#include "models/shared_batch.hpp"

namespace keratin {

namespace {

/// How many parts a batch goes through the model in: a power of two, which threads share evenly.
std::size_t parts_of(const ModelLayer& model, std::size_t batch) {
  constexpr std::size_t fewest = smallest_divided_batch / 2;
  constexpr std::size_t cached_numbers = std::size_t{1} << 18, most_numbers = std::size_t{1} << 23;
  const std::optional<SampleSize> size = sample_size(model);
  if (!size || batch * size->largest <= cached_numbers) return 1;
  // Each part reads all weights again, which is little if its layers give as many numbers.
  const std::size_t as_many = count_params(model.weights()) / std::max<std::size_t>(1, size->sum);
  const std::size_t samples =
      std::min(std::max(cached_numbers / size->largest, as_many), most_numbers / size->largest);
  return std::bit_floor(std::max<std::size_t>(1, batch / std::max(fewest, samples)));
}

}  // namespace

OutputMemory from_sample(std::size_t begin, const std::vector<Buffer>& outputs) {
  return [begin, &outputs](std::size_t i, const Shape&) {
    const Buffer output = outputs[i];
    return output.data() + output.size() / static_cast<std::size_t>(output.shape()[0]) * begin;
  };
}

std::vector<Buffer> memory_of_samples(const ModelLayer& model, const Views& x, const OutputMemory& memory) {
  const std::vector<Shape> shapes = LayerAccess::output_shapes(model, shapes_of(x));
  std::vector<Buffer> outputs;
  if (!are_of_samples(shapes, static_cast<std::size_t>(x.front().shape()[0]))) return outputs;
  for (const Shape& shape : shapes) outputs.emplace_back(memory(outputs.size(), shape), shape);
  return outputs;
}

void predict_whole(const ModelLayer& model, const Views& x, const OutputMemory& memory) {
  const TapePool::Lease tape(model.tapes());
  Views y(model.outputs().size());
  (*tape).begin_prediction();
  model.forward_all(x, y, *tape);
  for (std::size_t i = 0; i < y.size(); ++i) std::copy_n(y[i].data(), y[i].size(), memory(i, y[i].shape()));
}

bool predict_in_parts(const ModelLayer& model, const Views& x, const OutputMemory& memory) {
  const auto batch = static_cast<std::size_t>(x.front().shape()[0]);
  const std::size_t parts = parts_of(model, batch);
  if (parts == 1) return false;
  const std::vector<Buffer> outputs = memory_of_samples(model, x, memory);
  if (outputs.empty()) return false;  // batches were joined along their first axis
  const auto predict = [&](std::size_t i) {
    const std::size_t begin = batch * i / parts, end = batch * (i + 1) / parts;
    predict_whole(model, slice(x, begin, end), from_sample(begin, outputs));
  };
  if (parts < static_cast<std::size_t>(kernels::thread_count())) {
    for (std::size_t i = 0; i < parts; ++i) predict(i);
  } else {
    constexpr std::size_t work = 1 << 20;  // at least
    kernels::parallel_for(parts, work, predict);
  }
  return true;
}

}  // namespace keratin
