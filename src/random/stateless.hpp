#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace keratin::random {

/// A seed and the number of times it was drawn from, as Keras hands both to TensorFlow's stateless functions:
/// each reduced modulo 2^31 - 2.
class StatelessSeed {
 public:
  explicit StatelessSeed(std::int64_t seed, std::int64_t call = 0);

  [[nodiscard]] std::uint32_t seed() const { return seed_; }
  [[nodiscard]] std::uint32_t call() const { return call_; }

 private:
  std::uint32_t seed_;
  std::uint32_t call_;
};

/// A stream of random words that can be read at any place: Philox 4x32-10 (Salmon et al., "Parallel random
/// numbers: as easy as 1, 2, 3", 2011) with the key and counter that TensorFlow derives from a seed.
class Philox {
 public:
  using Words = std::array<std::uint32_t, 4>;
  static constexpr std::size_t lanes = 64;

  explicit Philox(StatelessSeed seed);

  /// The stream of this key and the upper half of this counter.
  Philox(std::array<std::uint32_t, 2> key, std::uint32_t counter_2, std::uint32_t counter_3)
      : key_(key), counter_2_(counter_2), counter_3_(counter_3) {}

  /// Words 4 * block ... 4 * block + 3 of the stream.
  [[nodiscard]] Words words(std::uint64_t block) const;

  /// The words of `lanes` blocks beginning with `block`, in the stream's order.
  void fill(std::uint64_t block, std::uint32_t* words) const;

 private:
  std::array<std::uint32_t, 2> key_;
  std::uint32_t counter_2_;
  std::uint32_t counter_3_;
};

/// Elements begin ... begin + count - 1 of tf.random.stateless_uniform's float32 array, written to out[0 ...
/// count - 1]. An array filled in parts, in any order or at the same time, has the same bits as one filled at
/// once.
void stateless_uniform(StatelessSeed seed, std::size_t begin, std::size_t count, float* out,
                       float minval = 0.0f, float maxval = 1.0f);

/// The same for tf.random.stateless_normal.
void stateless_normal(StatelessSeed seed, std::size_t begin, std::size_t count, float* out, float mean = 0.0f,
                      float stddev = 1.0f);

/// The same for tf.random.stateless_truncated_normal: values two or more standard deviations away are drawn
/// again.
void stateless_truncated_normal(StatelessSeed seed, std::size_t begin, std::size_t count, float* out,
                                float mean = 0.0f, float stddev = 1.0f);

/// The factors by which keras.layers.Dropout multiplies elements begin ... begin + count - 1 of its input in
/// its call number `seed.call()`, counted from 0: 1 / (1 - rate) if the uniform number is at least `rate`,
/// elsewhere 0. All 1 for rate 0, all 0 for rate 1; Keras counts neither as a call.
void dropout_mask(StatelessSeed seed, double rate, std::size_t begin, std::size_t count, float* out);

}  // namespace keratin::random
