#pragma once

#include <cstdint>

namespace keratin::utils {

/// Seeds all random numbers: initial weights and dropout masks, which are then Keras's, keratin::random, and
/// the order of fit()'s samples. Throws ValueError outside 0 … 2^32 − 1.
void set_random_seed(std::int64_t seed);

}  // namespace keratin::utils
