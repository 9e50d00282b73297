#include "random/generators.hpp"

#include <fmt/format.h>

#include <limits>
#include <random>

#include "keratin/error.hpp"
#include "keratin/utils/random_seed.hpp"
#include "random/shuffle.hpp"

namespace keratin::random {

Generators& generators() {
  static std::random_device device;
  static Generators instance{
      {}, NumpyRandom(device()), PythonRandom((std::uint64_t{device()} << 32) | device())};
  return instance;
}

namespace {

thread_local int without_seeds = 0;

}  // namespace

WithoutSeeds::WithoutSeeds() { ++without_seeds; }
WithoutSeeds::~WithoutSeeds() { --without_seeds; }

std::int64_t next_seed() {
  if (without_seeds > 0) return 1;
  Generators& all = generators();
  const std::lock_guard lock(all.mutex);
  return all.python.randint(1, 1'000'000'000);
}

void seed_all(std::int64_t value) {
  const std::uint32_t seed = checked_seed(value);
  Generators& all = generators();
  const std::lock_guard lock(all.mutex);
  all.numpy.seed(seed);
  all.python.seed(seed);
}

void archive_generators(utils::StateArchive& archive) {
  Generators& all = generators();
  const std::lock_guard lock(all.mutex);
  all.numpy.archive(archive);
  all.python.archive(archive);
}

std::uint32_t checked_seed(std::int64_t value) {
  if (value < 0 || value > std::numeric_limits<std::uint32_t>::max()) {
    throw ValueError(fmt::format("A seed must be between 0 and 2**32 - 1. Received: seed={}", value));
  }
  return static_cast<std::uint32_t>(value);
}

}  // namespace keratin::random

namespace keratin {

void utils::set_random_seed(std::int64_t seed) {
  random::seed_all(seed);
  random::seed_shuffle(seed);
}

}  // namespace keratin
