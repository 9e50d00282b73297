#pragma once

#include "kernels/simd/vector_kernels.hpp"
#include "kernels/simd/vectors.hpp"

namespace keratin::kernels {

/// Calls body(place in the large image, place in the small one) for each window with a vector's worth of
/// channels at a time, and rest(…) with single ones.
template <class V, class Body, class Rest>
[[gnu::always_inline]] inline void for_each_channel(const PoolRun& run, const Body& body, const Rest& rest) {
  constexpr std::size_t most_numbers = 1 << 24;  // that floats count exactly
  const std::size_t in_vectors = run.taps <= most_numbers ? run.channels / V::size * V::size : 0;
  for (std::size_t window = 0; window < run.windows; ++window) {
    const std::size_t large = window * run.step, small = window * run.channels;
    for (std::size_t c = 0; c < in_vectors; c += V::size) body(large + c, small + c);
    for (std::size_t c = in_vectors; c < run.channels; ++c) rest(large + c, small + c);
  }
}

template <class V>
void max_pool(const PoolRun& run, const float* x, float* y) {
  for_each_channel<V>(
      run,
      [&](std::size_t large, std::size_t small) {
        V largest = V::load_unaligned(x + large);
        for (std::size_t tap = 1; tap < run.taps; ++tap) {
          const V value = V::load_unaligned(x + large + run.offsets[tap]);
          largest = select(value > largest, value, largest);
        }
        largest.store_unaligned(y + small);
      },
      [&](std::size_t large, std::size_t small) {
        float largest = x[large];
        for (std::size_t tap = 1; tap < run.taps; ++tap) {
          const float value = x[large + run.offsets[tap]];
          largest = value > largest ? value : largest;
        }
        y[small] = largest;
      });
}

template <class V>
void max_pool_gradient(const PoolRun& run, const float* x, const float* dy, float* dx) {
  for_each_channel<V>(
      run,
      [&](std::size_t large, std::size_t small) {
        V largest = V::load_unaligned(x + large), place(0.0f);
        for (std::size_t tap = 1; tap < run.taps; ++tap) {
          const V value = V::load_unaligned(x + large + run.offsets[tap]);
          place = select(value > largest, V(static_cast<float>(tap)), place);
          largest = select(value > largest, value, largest);
        }
        const V gradient = V::load_unaligned(dy + small), zero(0.0f);
        for (std::size_t tap = 0; tap < run.taps; ++tap) {
          float* to = dx + large + run.offsets[tap];
          const V part = select(place == V(static_cast<float>(tap)), gradient, zero);
          (run.overlap ? V::load_unaligned(to) + part : part).store_unaligned(to);
        }
      },
      [&](std::size_t large, std::size_t small) {
        std::size_t place = 0;
        for (std::size_t tap = 1; tap < run.taps; ++tap) {
          if (x[large + run.offsets[tap]] > x[large + run.offsets[place]]) place = tap;
        }
        for (std::size_t tap = 0; tap < run.taps; ++tap) {
          float& to = dx[large + run.offsets[tap]];
          const float part = tap == place ? dy[small] : 0.0f;
          to = run.overlap ? to + part : part;
        }
      });
}

}  // namespace keratin::kernels
