#pragma once

#include "kernels/simd/vector_kernels.hpp"
#include "kernels/simd/vectors.hpp"

namespace keratin::kernels {

/// `pixels` neighbours along one vector of channels, or the first `count` of them: their sums stay in
/// registers while the taps pass by.
template <class V, int pixels>
[[gnu::always_inline]] inline void depthwise_block(const DepthwiseRun& run, std::size_t pixel,
                                                   std::size_t channel, std::size_t count) {
  const V first = run.bias == nullptr ? V(0.0f) : load_first<V>(run.bias + channel, count);
  V sums[pixels];
#pragma GCC unroll 8
  for (int p = 0; p < pixels; ++p) sums[p] = first;
  for (std::size_t t = 0; t < run.taps; ++t) {
    const V weights = load_first<V>(run.weights[t] + channel, count);
    const float* x = run.x[t] + pixel * run.x_step + channel;
#pragma GCC unroll 8
    for (int p = 0; p < pixels; ++p, x += run.x_step)
      sums[p] = fma(load_first<V>(x, count), weights, sums[p]);
  }
  float* y = run.y + pixel * run.y_step + channel;
  with_rectifier<V>(
      run.rectifier, [&](auto rectify) __attribute__((always_inline)) {
#pragma GCC unroll 8
        for (int p = 0; p < pixels; ++p, y += run.y_step) store_first(rectify(sums[p]), y, count);
      });
}

template <class V, int pixels>
void depthwise_pixels(const DepthwiseRun& run, std::size_t pixel) {
  std::size_t channel = 0;
  for (; channel + V::size <= run.channels; channel += V::size)
    depthwise_block<V, pixels>(run, pixel, channel, V::size);
  if (channel < run.channels) depthwise_block<V, pixels>(run, pixel, channel, run.channels - channel);
}

template <class V>
void depthwise(const DepthwiseRun& run) {
  constexpr int block = 8;
  std::size_t pixel = 0;
  for (; pixel + block <= run.pixels; pixel += block) depthwise_pixels<V, block>(run, pixel);
  for (; pixel < run.pixels; ++pixel) depthwise_pixels<V, 1>(run, pixel);
}

/// One vector of channels of the sums of products, or the first `count` of them; four sums at once, so that
/// none waits for the one before.
template <class V>
[[gnu::always_inline]] inline void add_products_block(const ElementProducts& products, std::size_t channel,
                                                      std::size_t count) {
  constexpr int chains = 4;
  V sums[chains] = {V(0.0f), V(0.0f), V(0.0f), V(0.0f)};
  const float *x = products.x + channel, *y = products.y + channel;
  std::size_t place = 0;
  for (; place + chains <= products.places; place += chains) {
#pragma GCC unroll 4
    for (int i = 0; i < chains; ++i, x += products.x_step, y += products.y_step)
      sums[i] = fma(load_first<V>(x, count), load_first<V>(y, count), sums[i]);
  }
  for (; place < products.places; ++place, x += products.x_step, y += products.y_step)
    sums[0] = fma(load_first<V>(x, count), load_first<V>(y, count), sums[0]);
  float* to = products.sums + channel;
  store_first(load_first<V>(to, count) + ((sums[0] + sums[1]) + (sums[2] + sums[3])), to, count);
}

template <class V>
void add_products(const ElementProducts& products) {
  std::size_t channel = 0;
  for (; channel + V::size <= products.channels; channel += V::size)
    add_products_block<V>(products, channel, V::size);
  if (channel < products.channels) add_products_block<V>(products, channel, products.channels - channel);
}

}  // namespace keratin::kernels
