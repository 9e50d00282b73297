#pragma once

#include <cstdint>
#include <mutex>

#include "keratin/utils/state_archive.hpp"
#include "random/mersenne_twister.hpp"

namespace keratin::random {

/// The program's two generators, seeded by the system until seeded by the user. Hold `mutex` while using
/// them.
struct Generators {
  std::mutex mutex;
  NumpyRandom numpy;
  PythonRandom python;
};

Generators& generators();

/// The seed that Keras gives an initializer or a layer made without one: `random.randint(1, 10**9)` of
/// Python's generator. Draw it once, when the object is made, and after its arguments were checked.
std::int64_t next_seed();

/// While it lives, next_seed() draws nothing in this thread: for objects that are made to be looked at only,
/// and must leave the program's random numbers as they are.
class WithoutSeeds {
 public:
  WithoutSeeds();
  ~WithoutSeeds();
  WithoutSeeds(const WithoutSeeds&) = delete;
  WithoutSeeds& operator=(const WithoutSeeds&) = delete;
};

/// Seeds both generators. Throws ValueError outside 0 ... 2^32 - 1.
void seed_all(std::int64_t value);

/// Writes the state of all generators down, or restores it.
void archive_generators(utils::StateArchive& archive);

/// `value` as a seed of NumPy's generator. Throws ValueError outside 0 ... 2^32 - 1.
std::uint32_t checked_seed(std::int64_t value);

}  // namespace keratin::random
