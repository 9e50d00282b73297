#pragma once

#include "kernels/simd/vector_kernels.hpp"
#include "kernels/simd/vectors.hpp"

namespace keratin::kernels {

// Functions of one number after the other.

template <class V, class Function>
[[gnu::always_inline]] inline void map(std::size_t count, const float* x, float* y,
                                       const Function& function) {
  std::size_t i = 0;
  for (; i + V::size <= count; i += V::size) function(V::load_unaligned(x + i)).store_unaligned(y + i);
  if (i < count) store_first(function(load_first<V>(x + i, count - i)), y + i, count - i);
}

template <class V>
void rectify(std::size_t count, Rectifier rectifier, const float* x, float* y) {
  with_rectifier<V>(rectifier, [&](auto function) { map<V>(count, x, y, function); });
}

template <class V>
void rectify_gradient(std::size_t count, Rectifier rectifier, const float* x, const float* dy, float* dx) {
  if (rectifier.kind == Rectifier::Kind::none) return map<V>(count, dy, dx, [](V v) { return v; });
  const V zero(0.0f), slope(rectifier.slope);
  const bool relu = rectifier.kind == Rectifier::Kind::plain;
  for (std::size_t i = 0; i < count; i += V::size) {
    const std::size_t left = count - i < V::size ? count - i : V::size;
    const V gradient = load_first<V>(dy + i, left);
    const V below = relu ? zero : slope * gradient;
    store_first(select(load_first<V>(x + i, left) > zero, gradient, below), dx + i, left);
  }
}

template <class V>
void exponential(std::size_t count, const float* x, float* y) {
  map<V>(count, x, y, [](V v) { return exp(v); });
}

template <class V>
void sigmoid(std::size_t count, const float* x, float* y) {
  const V one(1.0f), zero(0.0f);
  map<V>(count, x, y, [=](V v) { return one / (one + exp(zero - v)); });
}

template <class V>
void tanh(std::size_t count, const float* x, float* y) {
  map<V>(count, x, y, [](V v) { return tanh(v); });
}

}  // namespace keratin::kernels
