#include "saving/staged_weights.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "engine/weight_change.hpp"
#include "keratin/error.hpp"
#include "printable.hpp"

namespace keratin::saving {

bool StagedWeights::add(const Layer& layer, Weight* weight, const Hdf5Array& array) {
  const Shape& shape = weight->shape();
  if (!array.has_shape(shape)) {
    mismatch(fmt::format("weight \"{}\" of layer \"{}\" ({}) has shape {}, but the array \"{}\" has shape {}",
                         weight->name(), layer.name(), layer.class_name(), to_string(shape), array.path(),
                         to_string(array.dimensions())));
    return false;
  }
  if (only_checks_) return true;
  Tensor value = empty_tensor(shape);
  if (weight->integer() && !array.holds_floats()) {
    value.fill(static_cast<float>(array.read_integer()));
  } else {
    array.read(value.data(), value.size());
  }
  values_.emplace_back(weight, std::move(value));
  return true;
}

void StagedWeights::mismatch(const std::string& reason) {
  if (!skip_mismatch_) fail(reason);
  if (!*skip_mismatch_) {
    fail(reason +
         ". Make the model as it was when the file was written, or pass this over with skip_mismatch");
  }
  warnings_.push_back(reason);
}

void StagedWeights::fail(const std::string& reason) const {
  throw ValueError(fmt::format("{}: the file '{}' does not fit the model: {}.",
                               skip_mismatch_ ? "load_weights" : "load_model", file_, reason));
}

void StagedWeights::assign() const {
  const WeightChange change;
  for (const auto& [weight, value] : values_) weight->assign(value);
  for (const std::string& warning : warnings_) {
    print_note(fmt::format("load_weights: passed over in '{}': {}.", file_, warning));
  }
}

void write_weight(Hdf5Writer& file, const std::string& path, const Weight& weight) {
  if (weight.integer()) return file.add_integer(path, static_cast<std::int64_t>(*weight.data()));
  file.add_array(path, weight.shape(), weight.data());
}

std::vector<Weight*> trained_first(const Layer& layer) {
  std::vector<Weight*> weights = layer.trainable_weights();
  for (Weight* weight : layer.non_trainable_weights()) weights.push_back(weight);
  return weights;
}

std::vector<Weight*> trainable_first(const Layer& layer) {
  std::vector<Weight*> weights = layer.weights();
  std::stable_partition(weights.begin(), weights.end(),
                        [](const Weight* weight) { return weight->trainable(); });
  return weights;
}

std::string describe(const std::vector<Weight*>& weights) {
  std::string text;
  for (const Weight* weight : weights) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", weight->name(), to_string(weight->shape()));
  }
  return text.empty() ? "none" : text;
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 8;
  const auto end = names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), most));
  return fmt::format("{}{}", fmt::join(names.begin(), end, ", "), end == names.end() ? "" : ", …");
}

}  // namespace keratin::saving
