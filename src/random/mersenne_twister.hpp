#pragma once

#include <cstdint>
#include <optional>
#include <random>

#include "keratin/utils/state_archive.hpp"

namespace keratin::random {

// The generators of NumPy and of Python: a Mersenne Twister, and what each makes of its words.

/// NumPy's legacy generator, numpy.random.RandomState: a Mersenne Twister and what NumPy makes of its words.
class NumpyRandom {
 public:
  explicit NumpyRandom(std::uint32_t value) : engine_(value) {}

  /// Starts again as `numpy.random.seed(value)` does; a normal number kept for the next call is forgotten.
  void seed(std::uint32_t value);

  /// In [0, 1), a multiple of 2^-53.
  double uniform();

  /// Of mean 0 and standard deviation 1, by Marsaglia's polar method (1964). It makes two and keeps one for
  /// later.
  double normal();

  /// From 0 to `max`, which is included: as many low bits as `max` has, drawn until they are not above it.
  std::uint32_t integer(std::uint32_t max);

  /// Writes the state down, or restores it.
  void archive(utils::StateArchive& archive);

 private:
  std::uint32_t word() { return static_cast<std::uint32_t>(engine_()); }

  std::mt19937 engine_;
  std::optional<double> kept_normal_;
};

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
