#pragma once

#include <cstddef>
#include <cstdint>

#include "random/mersenne_twister.hpp"

namespace keratin::random {

/// Shuffles `count` things as numpy.random.RandomState.shuffle(): calls `exchange(last, other)` for each pair
/// of places that change theirs.
template <class Exchange>
void shuffle_in_place(std::size_t count, NumpyRandom& generator, const Exchange& exchange) {
  for (std::size_t last = count; last-- > 1;) {
    const std::size_t other = generator.integer(static_cast<std::uint32_t>(last));
    if (other != last) exchange(last, other);
  }
}

}  // namespace keratin::random
