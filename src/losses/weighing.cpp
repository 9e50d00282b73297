#include "losses/weighing.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "keratin/error.hpp"

namespace keratin::losses {

namespace {

double sum(View numbers) {
  double result = 0.0;
  for (std::size_t i = 0; i < numbers.size(); ++i) result += double{numbers.data()[i]};
  return result;
}

}  // namespace

void check_sample_weight(const std::string& who, const Shape& sample_weight, const Shape& entries) {
  int axis = 0;
  while (axis < std::min(sample_weight.rank(), entries.rank()) && sample_weight[axis] == entries[axis])
    ++axis;
  const bool leads = axis > 0 || (entries.empty() && !sample_weight.empty());
  const bool is_too_deep = sample_weight.rank() > entries.rank() + 1;
  if (leads && !is_too_deep &&
      std::all_of(sample_weight.begin() + axis, sample_weight.end(), [](int n) { return n == 1; }))
    return;
  const Shape samples = entries.empty() ? Shape{1} : Shape{entries[0]};
  const std::string each =
      entries.rank() < 2 ? "" : fmt::format(", or one for each entry, {}", to_string(entries));
  throw ValueError(
      fmt::format("{}: sample_weight must hold one number for each sample, shape {}{}, but received "
                  "the shape {}.",
                  who, to_string(samples), each, to_string(sample_weight)));
}

void weigh(const Loss& loss, View y_true, View sample_weight, Buffer weights) {
  std::fill_n(weights.data(), weights.size(), 1.0f);
  loss.mask(y_true, weights);
  const auto valid = static_cast<float>(sum(weights));
  const auto total = static_cast<float>(weights.size());
  const bool is_mean = loss.reduction() == Reduction::sum_over_batch_size;
  const float of_valid = is_mean && valid > 0.0f ? total / valid : 1.0f;
  const EntryWeights sample_weights(sample_weight, weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) weights.data()[i] *= of_valid * sample_weights[i];
}

double divisor(Reduction reduction, View weights) {
  if (reduction == Reduction::sum) return 1.0;
  if (reduction == Reduction::mean_with_sample_weight) return sum(weights);
  return static_cast<double>(weights.size());
}

double reduce(double divisor, View losses, View weights) {
  double result = 0.0;
  for (std::size_t i = 0; i < losses.size(); ++i)
    result += double{losses.data()[i]} * double{weights.data()[i]};
  return divisor == 0.0 ? 0.0 : result / divisor;
}

void weights_to_gradient(Reduction reduction, double divisor, Buffer weights) {
  const double by = reduction == Reduction::none ? 1.0 : divisor;
  const float scale = by == 0.0 ? 0.0f : static_cast<float>(1.0 / by);
  for (std::size_t i = 0; i < weights.size(); ++i) weights.data()[i] *= scale;
}

}  // namespace keratin::losses
