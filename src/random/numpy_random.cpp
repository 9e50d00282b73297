#include "random/numpy_random.hpp"

#include <bit>
#include <cmath>
#include <limits>

#include "random/archive_engine.hpp"

namespace keratin::random {

void NumpyRandom::seed(std::uint32_t value) {
  engine_.seed(value);
  kept_normal_.reset();
}

double NumpyRandom::uniform() {
  const double high = word() >> 5;
  const double low = word() >> 6;
  return (high * 67108864.0 + low) / 9007199254740992.0;
}

double NumpyRandom::normal() {
  if (kept_normal_) {
    const double value = *kept_normal_;
    kept_normal_.reset();
    return value;
  }
  double x1, x2, squared_radius;
  do {
    x1 = 2.0 * uniform() - 1.0;
    x2 = 2.0 * uniform() - 1.0;
    squared_radius = x1 * x1 + x2 * x2;
  } while (squared_radius >= 1.0 || squared_radius == 0.0);
  const double factor = std::sqrt(-2.0 * std::log(squared_radius) / squared_radius);
  kept_normal_ = factor * x1;
  return factor * x2;
}

std::uint32_t NumpyRandom::integer(std::uint32_t max) {
  if (max == 0) return 0;
  const std::uint32_t mask = std::numeric_limits<std::uint32_t>::max() >> std::countl_zero(max);
  std::uint32_t value;
  do {
    value = word() & mask;
  } while (value > max);
  return value;
}

void NumpyRandom::archive(utils::StateArchive& archive) {
  archive_engine(archive, engine_);
  archive(kept_normal_);
}

}  // namespace keratin::random
