#pragma once

#include <cstdint>
#include <random>

#include "keratin/utils/state_archive.hpp"

namespace keratin::random {

/// The generator of Python's module `random`: a Mersenne Twister.
class PythonRandom {
 public:
  explicit PythonRandom(std::uint64_t value) { seed(value); }

  /// Starts again as Python's `random.seed(value)` does.
  void seed(std::uint64_t value);

  /// As Python's `random.randint(low, high)`: an integer from low to high, both included; high - low < 2^32
  /// - 1.
  std::int64_t randint(std::int64_t low, std::int64_t high);

  /// Writes the state down, or restores it.
  void archive(utils::StateArchive& archive);

 private:
  std::mt19937 engine_;
};

}  // namespace keratin::random
