#include "serve/served_model.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>

#include "keratin/error.hpp"
#include "models/model_layer.hpp"
#include "random/mersenne_twister.hpp"
#include "serve/tiles.hpp"

namespace keratin::serving {

namespace {

/// Whether the rows of all arrays are those of `alone`, where the sample alone made them.
bool are_same(const std::vector<Tensor>& together, const std::vector<std::vector<Tensor>>& alone, int count) {
  for (std::size_t i = 0; i < together.size(); ++i) {
    const std::size_t size = alone.front()[i].size();
    if (together[i].size() != size * static_cast<std::size_t>(count)) return false;
    for (int sample = 0; sample < count; ++sample) {
      const float* row = together[i].data() + size * static_cast<std::size_t>(sample);
      if (std::memcmp(row, alone[static_cast<std::size_t>(sample)][i].data(), size * sizeof(float)) != 0)
        return false;
    }
  }
  return true;
}

/// Random samples of these shapes, of labels all 0.
std::vector<Tensor> samples_for(const std::vector<Shape>& shapes, const Description& description) {
  random::NumpyRandom generator(1);
  std::vector<Tensor> inputs;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    Shape shape = shapes[i];
    shape[0] = SameBits::most;
    inputs.push_back(empty_tensor(shape));
    for (float& value : inputs.back())
      value = description.labels == i ? 0.0f : static_cast<float>(generator.normal());
  }
  return inputs;
}

}  // namespace

std::vector<Tensor> part_of(const std::vector<Tensor>& arrays, int begin, int end) {
  std::vector<Tensor> parts;
  for (const Tensor& array : arrays) {
    Shape shape = shape_of(array);
    const std::size_t size = array.size() / static_cast<std::size_t>(shape[0]);
    shape[0] = end - begin;
    parts.push_back(empty_tensor(shape));
    std::copy_n(array.data() + size * static_cast<std::size_t>(begin), parts.back().size(),
                parts.back().data());
  }
  return parts;
}

SameBits::SameBits(const Model& model, const std::vector<Shape>& samples, const Description& description) {
  using Clock = std::chrono::steady_clock;
  constexpr auto longest = std::chrono::milliseconds(200);
  constexpr std::size_t most_numbers = std::size_t{1} << 22;
  const Clock::time_point start = Clock::now();
  same_[1] = true;
  try {
    std::size_t numbers = 0;
    for (const Shape& sample : samples) numbers += most * sample.element_count();
    if (numbers > most_numbers) return;
    const std::vector<Tensor> inputs = samples_for(samples, description);
    std::vector<std::vector<Tensor>> alone;
    for (int count = 1; count <= most && Clock::now() - start < longest; ++count) {
      alone.push_back(model.predict_all(part_of(inputs, count - 1, count)));
      if (count == 1) continue;
      same_[static_cast<std::size_t>(count)] =
          are_same(model.predict_all(part_of(inputs, 0, count)), alone, count);
    }
  } catch (const std::exception&) {  // it takes other numbers, or too much memory: each request runs alone
  }
}

ServedModel::ServedModel(const Model& model, const Ranges& ranges)
    : model_(model), description_(describe(model, ranges)) {}

const SameBits& ServedModel::same_bits(const std::vector<Shape>& samples) {
  constexpr std::size_t most = 16;
  for (const auto& [shapes, same] : same_bits_) {
    if (shapes == samples) return same;
  }
  if (same_bits_.size() == most) same_bits_.erase(same_bits_.begin());
  return same_bits_.emplace_back(samples, SameBits(model_, samples, description_)).second;
}

Model ServedModel::until(const std::string& layer) const { return {model_.inputs(), model_.output(layer)}; }

const Model& ServedModel::any_size() {
  if (!any_size_) any_size_ = for_any_size(model_);
  return *any_size_;
}

}  // namespace keratin::serving
