#include "saving/staged_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "keratin/error.hpp"

namespace keratin::saving {

bool StagedWeights::add(const Layer& layer, Weight* weight, const Hdf5Array& array) {
  const Shape& shape = weight->shape();
  const Dimensions& dimensions = array.dimensions();
  const bool fits = std::equal(
      shape.begin(), shape.end(), dimensions.begin(), dimensions.end(),
      [](int expected, std::uint64_t received) { return static_cast<std::uint64_t>(expected) == received; });
  if (!fits) {
    mismatch(fmt::format("weight \"{}\" of layer \"{}\" ({}) has shape {}, but the array \"{}\" has shape {}",
                         weight->name(), layer.name(), layer.class_name(), to_string(shape), array.path(),
                         to_string(dimensions)));
    return false;
  }
  Tensor value = empty_tensor(shape);
  array.read(value.data(), value.size());
  values_.emplace_back(weight, std::move(value));
  return true;
}

void StagedWeights::mismatch(const std::string& reason) {
  if (!skip_mismatch_) fail(reason + ". With skip_mismatch it would be passed over");
  warnings_.push_back(reason);
}

void StagedWeights::fail(const std::string& reason) const {
  throw ValueError(fmt::format("load_weights: the file '{}' does not fit the model: {}.", file_, reason));
}

void StagedWeights::assign() const {
  for (const auto& [weight, value] : values_) weight->assign(value);
  for (const std::string& warning : warnings_) {
    std::cerr << fmt::format("load_weights: passed over in '{}': {}.\n", file_, warning);
  }
}

std::string describe(const std::vector<Weight*>& weights) {
  std::string text;
  for (const Weight* weight : weights) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", weight->name(), to_string(weight->shape()));
  }
  return text.empty() ? "none" : text;
}

}  // namespace keratin::saving
