#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace keratin::random {

/// Seeds what fit() shuffles with: a generator of its own, so that shuffling changes no other random number.
void seed_shuffle(std::int64_t seed);

/// Puts the elements into a random order, each order as likely as any other.
void shuffle_indices(std::vector<std::size_t>& indices);

}  // namespace keratin::random
