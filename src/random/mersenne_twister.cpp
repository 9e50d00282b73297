#include "random/mersenne_twister.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <limits>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace keratin::random {

namespace {

/// Writes a generator's state down, or restores it.
void save_or_restore(utils::StateArchive& archive, std::mt19937& engine) {
  std::ostringstream written;
  written << engine;
  std::string text = written.str();
  archive(text);
  std::istringstream read(text);
  if (archive.reading()) read >> engine;
}

/// Matsumoto and Nishimura's init_by_array (2002) as a seed sequence of the standard library.
class InitByArray {
 public:
  using result_type = std::uint32_t;

  explicit InitByArray(std::vector<std::uint32_t> key) : key_(std::move(key)) {}

  template <class Iterator>
  void generate(Iterator begin, Iterator end) const {
    constexpr std::size_t size = std::mt19937::state_size;
    std::array<std::uint32_t, size> state;
    state[0] = 19650218;
    for (std::size_t i = 1; i < size; ++i)
      state[i] = 1812433253 * mixed(state[i - 1]) + static_cast<std::uint32_t>(i);

    std::size_t i = 1;
    const auto advance = [&] {
      if (++i < size) return;
      state[0] = state[size - 1];
      i = 1;
    };
    for (std::size_t step = 0; step < std::max(size, key_.size()); ++step) {
      const std::size_t j = step % key_.size();
      state[i] = (state[i] ^ (mixed(state[i - 1]) * 1664525)) + key_[j] + static_cast<std::uint32_t>(j);
      advance();
    }
    for (std::size_t step = 1; step < size; ++step) {
      state[i] = (state[i] ^ (mixed(state[i - 1]) * 1566083941)) - static_cast<std::uint32_t>(i);
      advance();
    }
    state[0] = 0x80000000;
    std::copy_n(state.begin(), end - begin, begin);
  }

 private:
  static std::uint32_t mixed(std::uint32_t word) { return word ^ (word >> 30); }

  std::vector<std::uint32_t> key_;
};

}  // namespace

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
  save_or_restore(archive, engine_);
  archive(kept_normal_);
}

void PythonRandom::seed(std::uint64_t value) {
  std::vector<std::uint32_t> key = {static_cast<std::uint32_t>(value)};
  if (value >> 32 != 0) key.push_back(static_cast<std::uint32_t>(value >> 32));
  InitByArray sequence(std::move(key));
  engine_.seed(sequence);
}

std::int64_t PythonRandom::randint(std::int64_t low, std::int64_t high) {
  const auto count = static_cast<std::uint32_t>(high - low + 1);
  const int surplus_bits = std::countl_zero(count);
  std::uint32_t draw;
  do {
    draw = static_cast<std::uint32_t>(engine_()) >> surplus_bits;
  } while (draw >= count);
  return low + draw;
}

void PythonRandom::archive(utils::StateArchive& archive) { save_or_restore(archive, engine_); }

}  // namespace keratin::random
