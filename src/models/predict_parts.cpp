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

bool predict_in_parts(const ModelLayer& model, const Views& x, const OutputMemory& memory) {
  const auto batch = static_cast<std::size_t>(x.front().shape()[0]);
  const std::size_t parts = parts_of(model, batch);
  if (parts == 1) return false;
  const std::vector<Shape> shapes = LayerAccess::output_shapes(model, shapes_of(x));
  if (!are_of_samples(shapes, batch)) return false;  // batches were joined along their first axis
  std::vector<Buffer> outputs;
  for (const Shape& shape : shapes) outputs.emplace_back(memory(outputs.size(), shape), shape);
  const auto predict = [&](std::size_t i) {
    const std::size_t begin = batch * i / parts, end = batch * (i + 1) / parts;
    Views part, y(outputs.size());
    for (const View& whole : x) part.push_back(slice(whole, begin, end));
    const TapePool::Lease tape(model.tapes());
    (*tape).begin_prediction();
    model.forward_all(part, y, *tape);
    for (std::size_t k = 0; k < y.size(); ++k)
      std::copy_n(y[k].data(), y[k].size(), outputs[k].data() + begin * (outputs[k].size() / batch));
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
