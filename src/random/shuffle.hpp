#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace keratin::random {

/// Fixes the order of shuffle_indices() from now on, as `keras.utils.set_random_seed(seed)` fixes that of
/// fit()'s samples.
void seed_shuffle(std::int64_t seed);

/// Lets shuffle_indices() give the same orders in all processes of a team that were given the same number, of
/// up to 24 bits, where it would take one from the system; nothing lets it take that again.
void share_shuffle(std::optional<std::uint32_t> number);

/// Such a number from the system.
std::uint32_t number_for_shuffle();

/// Writes 0 … n - 1 into the n `indices`, in the order in which Keras's fit() takes n samples on TensorFlow.
/// After seed_shuffle() that is one order, in every epoch and every fit(): Keras gives its shuffle no seed of
/// its own, and TensorFlow starts it again from the global seed whenever an epoch begins. Without a seed each
/// call gives another one.
void shuffle_indices(std::vector<std::size_t>& indices);

}  // namespace keratin::random
