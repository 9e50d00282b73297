#include "layers/common/dimension.hpp"

#include <fmt/format.h>

#include <limits>

namespace keratin::layers {

int output_dimension(const Layer& layer, std::int64_t size) {
  constexpr int largest = std::numeric_limits<int>::max();
  if (size <= largest) return static_cast<int>(size);
  layer.fail(
      fmt::format("a dimension of its output would be {}, but at most {} is possible: use a smaller input.",
                  size, largest));
}

void fail_axis(const Layer& layer, int axis, const Shape& input_shape) {
  const int last = input_shape.rank() - 1;
  layer.fail(fmt::format("axis {} is not an axis of an input of shape {}, or is its batch.{}", axis,
                         to_string(input_shape),
                         last < 1 ? "" : fmt::format(" Give one from 1 to {}, or -1 for the last.", last)));
}

void fail_open(const Layer& layer, std::string_view what, const Shape& input_shape) {
  layer.fail(fmt::format(
      "{} must be known, but received shape {}. Give the model's input a number in place of that None.", what,
      to_string(input_shape)));
}

}  // namespace keratin::layers
