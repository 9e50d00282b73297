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

}  // namespace keratin::layers
