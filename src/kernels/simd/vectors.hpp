#pragma once

#include <cstddef>
#include <utility>

#include "kernels/simd/vector_kernels.hpp"

namespace keratin::kernels {

// What the kernels written in vectors share. V is a vector of floats: an xsimd batch, or PlainVector.

/// A number known at compile time that counts as a std::size_t.
template <std::size_t i>
using Index = std::integral_constant<std::size_t, i>;

/// Calls body(Index<0>()), body(Index<1>()), … : a loop that is always unrolled, so that arrays of vectors
/// stay in registers.
template <std::size_t count, class Body>
[[gnu::always_inline]] inline void for_each(const Body& body) {
  [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) { (body(Index<i>()), ...); }
  (std::make_index_sequence<count>());
}

/// Rows of a register block: two vectors a row, as many rows as leave registers for what they multiply. A
/// vector of 16 floats, as one of NEON's, comes in a set of 32 registers.
template <class V>
inline constexpr int block_rows = V::size == 16 ? 14 : 6;

// Part of a vector. AVX-512 masks it; the others' loops are kept out of line, so that unrolled code does not
// repeat them.
#ifdef __AVX512F__
template <class V>
[[gnu::always_inline]] inline V load_part(const float* from, std::size_t count) {
  return _mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << count) - 1), from);
}

template <class V>
[[gnu::always_inline]] inline void store_part(V vector, float* to, std::size_t count) {
  _mm512_mask_storeu_ps(to, static_cast<__mmask16>((1u << count) - 1), vector);
}
#else
template <class V>
[[gnu::noinline]] V load_part(const float* from, std::size_t count) {
  float numbers[V::size] = {};
  for (std::size_t i = 0; i < count; ++i) numbers[i] = from[i];
  return V::load_unaligned(numbers);
}

template <class V>
[[gnu::noinline]] void store_part(V vector, float* to, std::size_t count) {
  float numbers[V::size];
  vector.store_unaligned(numbers);
  for (std::size_t i = 0; i < count; ++i) to[i] = numbers[i];
}
#endif

/// The first `count` numbers, and 0 for the rest of the vector.
template <class V>
[[gnu::always_inline]] inline V load_first(const float* from, std::size_t count) {
  return count == V::size ? V::load_unaligned(from) : load_part<V>(from, count);
}

template <class V>
[[gnu::always_inline]] inline void store_first(V vector, float* to, std::size_t count) {
  if (count == V::size) return vector.store_unaligned(to);
  store_part(vector, to, count);
}

/// Calls body with the function of a vector that the rectifier is.
template <class V, class Body>
[[gnu::always_inline]] inline void with_rectifier(Rectifier rectifier, const Body& body) {
  const V zero(0.0f), slope(rectifier.slope);
  switch (rectifier.kind) {
    case Rectifier::Kind::none:
      return body([](V x) { return x; });
    case Rectifier::Kind::plain:
      return body([zero](V x) { return select(x <= zero, zero, x); });
    case Rectifier::Kind::leaky:
      return body([zero, slope](V x) { return select(x > zero, x, slope * x); });
  }
}

}  // namespace keratin::kernels
