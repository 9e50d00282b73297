#pragma once

#include <cstdint>
#include <optional>
#include <random>

#include "keratin/utils/state_archive.hpp"

namespace keratin::random {

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

}  // namespace keratin::random
