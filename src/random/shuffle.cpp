#include "random/shuffle.hpp"

#include <array>
#include <mutex>
#include <numeric>
#include <random>
#include <utility>

#include "distribution/team.hpp"
#include "random/stateless.hpp"

namespace keratin::random {

namespace {

std::mutex mutex;
std::optional<std::uint32_t> fixed_seed, shared_number;
std::uint32_t shared_calls = 0;

/// The generator of TensorFlow's operations that keep a state: a global seed and an operation's number, here
/// 0, are key and counter as they are. A pair of zeros would mean no seed, so that TensorFlow takes another
/// number for it.
Philox seeded(std::uint32_t seed) {
  constexpr std::uint32_t instead_of_zeros = 0x7fffffff;
  return {{seed, 0}, seed == 0 ? instead_of_zeros : 0, 0};
}

Philox unseeded() {
  const std::lock_guard lock(mutex);
  if (shared_number && distribution::Team::current() != nullptr)
    return {{*shared_number, shared_calls++}, 0, 1};
  std::random_device device;
  return {{device(), device()}, device(), device()};
}

/// The words of a stream, one after the other.
class ShuffleWords {
 public:
  explicit ShuffleWords(const Philox& philox) : philox_(philox) {}

  std::uint32_t next() {
    if (used_ == words_.size()) {
      philox_.fill(block_, words_.data());
      block_ += Philox::lanes;
      used_ = 0;
    }
    return words_[used_++];
  }

 private:
  Philox philox_;
  std::array<std::uint32_t, 4 * Philox::lanes> words_{};
  std::size_t used_ = 4 * Philox::lanes;
  std::uint64_t block_ = 0;
};

}  // namespace

void seed_shuffle(std::int64_t seed) {
  constexpr std::int64_t modulus = 0x7fffffff;
  const std::lock_guard lock(mutex);
  fixed_seed = static_cast<std::uint32_t>(seed % modulus);
}

std::uint32_t number_for_shuffle() {
  constexpr std::uint32_t most = 0xffffff;
  return std::random_device{}() & most;
}

void share_shuffle(std::optional<std::uint32_t> number) {
  const std::lock_guard lock(mutex);
  shared_number = number;
  shared_calls = 0;
}

void shuffle_indices(std::vector<std::size_t>& indices) {
  const std::optional<std::uint32_t> seed = [] {
    const std::lock_guard lock(mutex);
    return fixed_seed;
  }();
  ShuffleWords words(seed ? seeded(*seed) : unseeded());
  std::iota(indices.begin(), indices.end(), std::size_t{0});
  for (std::size_t i = 0; i + 1 < indices.size(); ++i)
    std::swap(indices[i], indices[i + words.next() % (indices.size() - i)]);
}

}  // namespace keratin::random
