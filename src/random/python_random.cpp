#include "random/python_random.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <utility>
#include <vector>

#include "random/archive_engine.hpp"

namespace keratin::random {

namespace {

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

void PythonRandom::archive(utils::StateArchive& archive) { archive_engine(archive, engine_); }

}  // namespace keratin::random
