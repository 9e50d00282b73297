#include "random/stateless.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace keratin::random {

namespace {

using Words = Philox::Words;

constexpr std::size_t block_size = 4;

std::uint32_t reduced(std::int64_t seed) {
  constexpr std::int64_t modulus = 2147483646;
  const std::int64_t remainder = seed % modulus;
  return static_cast<std::uint32_t>(remainder < 0 ? remainder + modulus : remainder);
}

/// Ten rounds of Philox on `Lanes` counters at once; counter[w][lane] is word w.
template <std::size_t Lanes>
void encrypt(std::array<std::uint32_t, 2> key, std::array<std::array<std::uint32_t, Lanes>, 4>& counter) {
  for (int round = 0; round < 10; ++round) {
    for (std::size_t lane = 0; lane < Lanes; ++lane) {
      const std::uint64_t product0 = std::uint64_t{0xD2511F53} * counter[0][lane];
      const std::uint64_t product1 = std::uint64_t{0xCD9E8D57} * counter[2][lane];
      counter[0][lane] = static_cast<std::uint32_t>(product1 >> 32) ^ counter[1][lane] ^ key[0];
      counter[2][lane] = static_cast<std::uint32_t>(product0 >> 32) ^ counter[3][lane] ^ key[1];
      counter[1][lane] = static_cast<std::uint32_t>(product1);
      counter[3][lane] = static_cast<std::uint32_t>(product0);
    }
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
}

Words encrypt(std::array<std::uint32_t, 2> key, const Words& counter) {
  std::array<std::array<std::uint32_t, 1>, 4> lane = {
      {{counter[0]}, {counter[1]}, {counter[2]}, {counter[3]}}};
  encrypt<1>(key, lane);
  return {lane[0][0], lane[1][0], lane[2][0], lane[3][0]};
}

/// In [0, 1): the low 23 bits as the mantissa of a number in [1, 2), minus 1.
float uniform_from(std::uint32_t word) {
  return std::bit_cast<float>((word & 0x7fffffu) | 0x3f800000u) - 1.0f;
}

/// Box and Muller's transform of two words into two normal numbers.
std::array<float, 2> normal_pair(std::uint32_t first, std::uint32_t second) {
  const float u = std::max(uniform_from(first), 1.0e-7f);
  const float angle = static_cast<float>(2.0 * std::numbers::pi * static_cast<double>(uniform_from(second)));
  const float radius = std::sqrt(-2.0f * std::log(u));
  return {std::sin(angle) * radius, std::cos(angle) * radius};
}

std::array<float, 4> normal_block(const Philox& philox, std::uint64_t block) {
  const Words words = philox.words(block);
  const auto [a, b] = normal_pair(words[0], words[1]);
  const auto [c, d] = normal_pair(words[2], words[3]);
  return {a, b, c, d};
}

/// TensorFlow keeps 256 words of the stream for each number, so that each group of four has a place of its
/// own.
std::array<float, 4> truncated_normal_block(const Philox& philox, std::uint64_t block) {
  constexpr std::uint64_t reserved_blocks = 256;
  std::array<float, 4> values{};
  std::size_t accepted = 0;
  for (std::uint64_t source = block * reserved_blocks; accepted < values.size(); ++source) {
    for (float value : normal_block(philox, source)) {
      if (std::abs(value) < 2.0f && accepted < values.size()) values[accepted++] = value;
    }
  }
  return values;
}

/// Writes scale * x + shift for the elements of the blocks that `make_block(index)` gives.
template <class MakeBlock>
void fill_blocks(std::size_t begin, std::size_t count, float* out, float scale, float shift,
                 MakeBlock make_block) {
  for (std::size_t done = 0; done < count;) {
    const std::size_t element = begin + done;
    const std::size_t offset = element % block_size;
    const std::size_t part = std::min(block_size - offset, count - done);
    const std::array<float, 4> values = make_block(element / block_size);
    for (std::size_t i = 0; i < part; ++i) out[done + i] = values[offset + i] * scale + shift;
    done += part;
  }
}

/// Writes `convert(word)` for each word begin ... begin + count - 1 of the stream.
template <class Convert>
void fill_words(StatelessSeed seed, std::size_t begin, std::size_t count, float* out, Convert convert) {
  constexpr std::size_t chunk = block_size * Philox::lanes;
  const Philox philox(seed);
  std::array<std::uint32_t, chunk> words;
  for (std::size_t done = 0; done < count;) {
    const std::size_t element = begin + done;
    const std::size_t offset = element % block_size;
    const std::size_t part = std::min(chunk - offset, count - done);
    philox.fill(element / block_size, words.data());
    for (std::size_t i = 0; i < part; ++i) out[done + i] = convert(words[offset + i]);
    done += part;
  }
}

}  // namespace

StatelessSeed::StatelessSeed(std::int64_t seed, std::int64_t call)
    : seed_(reduced(seed)), call_(reduced(call)) {}

Philox::Philox(StatelessSeed seed) {
  const Words mixed = encrypt({0x3ec8f720, 0x02461e29}, {seed.seed(), 0, seed.call(), 0});
  key_ = {mixed[0], mixed[1]};
  counter_2_ = mixed[2];
  counter_3_ = mixed[3];
}

Philox::Words Philox::words(std::uint64_t block) const {
  return encrypt(key_, {static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32),
                        counter_2_, counter_3_});
}

void Philox::fill(std::uint64_t block, std::uint32_t* words) const {
  std::array<std::array<std::uint32_t, lanes>, 4> counter;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    counter[0][lane] = static_cast<std::uint32_t>(block + lane);
    counter[1][lane] = static_cast<std::uint32_t>((block + lane) >> 32);
    counter[2][lane] = counter_2_;
    counter[3][lane] = counter_3_;
  }
  encrypt<lanes>(key_, counter);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    for (std::size_t word = 0; word < block_size; ++word)
      words[block_size * lane + word] = counter[word][lane];
  }
}

void stateless_uniform(StatelessSeed seed, std::size_t begin, std::size_t count, float* out, float minval,
                       float maxval) {
  const float range = maxval - minval;
  fill_words(seed, begin, count, out,
             [=](std::uint32_t word) { return uniform_from(word) * range + minval; });
}

void stateless_normal(StatelessSeed seed, std::size_t begin, std::size_t count, float* out, float mean,
                      float stddev) {
  const Philox philox(seed);
  fill_blocks(begin, count, out, stddev, mean,
              [&](std::uint64_t block) { return normal_block(philox, block); });
}

void stateless_truncated_normal(StatelessSeed seed, std::size_t begin, std::size_t count, float* out,
                                float mean, float stddev) {
  const Philox philox(seed);
  fill_blocks(begin, count, out, stddev, mean,
              [&](std::uint64_t block) { return truncated_normal_block(philox, block); });
}

void dropout_mask(StatelessSeed seed, double rate, std::size_t begin, std::size_t count, float* out) {
  if (rate == 0.0 || rate == 1.0) {
    std::fill_n(out, count, rate == 0.0 ? 1.0f : 0.0f);
    return;
  }
  const float threshold = static_cast<float>(rate);
  const float scale = static_cast<float>(1.0 / (1.0 - rate));
  fill_words(seed, begin, count, out,
             [=](std::uint32_t word) { return uniform_from(word) >= threshold ? scale : 0.0f; });
}

}  // namespace keratin::random
