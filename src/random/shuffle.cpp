#include "random/shuffle.hpp"

#include <mutex>
#include <random>
#include <utility>

namespace keratin::random {

namespace {

std::mutex mutex;

std::mt19937_64& engine() {
  static std::mt19937_64 instance{std::random_device{}()};
  return instance;
}

/// A number below `bound`, by rejection, so that the same seed gives the same on every platform.
std::size_t below(std::size_t bound) {
  const std::uint64_t limit = std::mt19937_64::max() - std::mt19937_64::max() % bound;
  std::uint64_t drawn = engine()();
  while (drawn >= limit) drawn = engine()();
  return drawn % bound;
}

}  // namespace

void seed_shuffle(std::int64_t seed) {
  const std::lock_guard lock(mutex);
  engine().seed(static_cast<std::uint64_t>(seed));
}

void shuffle_indices(std::vector<std::size_t>& indices) {
  const std::lock_guard lock(mutex);
  for (std::size_t last = indices.size(); last > 1; --last) std::swap(indices[last - 1], indices[below(last)]);
}

}  // namespace keratin::random
