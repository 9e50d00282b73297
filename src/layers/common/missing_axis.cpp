#include "layers/common/missing_axis.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace keratin::layers {

namespace {

/// The sizes as they are written in C++: `28, 28, 1`.
std::string sizes(const std::vector<int>& shape) { return fmt::format("{}", fmt::join(shape, ", ")); }

std::vector<int> with_size(std::vector<int> shape, std::ptrdiff_t place, int size) {
  shape.insert(shape.begin() + place, size);
  return shape;
}

}  // namespace

std::string missing_axis(const InputSpec& spec, const Shape& shape) {
  if (shape.empty() || shape.rank() + 1 != std::max(spec.rank, spec.min_rank)) return {};
  const bool is_first = spec.axes.size() == 1 && spec.axes.front().first == 1 && shape.rank() > 1;
  const int channels = spec.axes.size() == 1 ? spec.axes.front().second : None;
  const char* axis = shape.rank() > 1 ? "channels" : "features";
  const std::vector<int> given(shape.begin(), shape.end());
  const bool is_data = std::find(given.begin(), given.end(), None) == given.end();
  if (is_data && channels != None && (is_first ? given.front() : given.back()) == channels) {
    return fmt::format(" If this is one sample, add the axis of the batch: x.reshape({{{}}}).",
                       sizes(with_size(given, 0, 1)));
  }
  if (channels > 1) return fmt::format(" The axis of its {} {} is missing.", channels, axis);
  const std::vector<int> inner(given.begin() + 1, given.end());
  const std::vector<int> sample = with_size(inner, is_first ? 0 : shape.rank() - 1, 1);
  const std::string advice = fmt::format(" If the axis of the {} is missing, add it", axis);
  if (std::find(inner.begin(), inner.end(), None) != inner.end()) return advice + '.';
  const std::string reshape = fmt::format("x.reshape({{{}}})", sizes(with_size(sample, 0, -1)));
  if (is_data) return fmt::format("{}: {}.", advice, reshape);
  return fmt::format(
      "{0}: in a first layer .input_shape = {{{1}}}, of data {2}; in front of another layer "
      "Reshape({{{1}}}).",
      advice, sizes(sample), reshape);
}

}  // namespace keratin::layers
