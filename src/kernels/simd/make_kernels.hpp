#pragma once

#include "kernels/simd/depthwise.hpp"
#include "kernels/simd/pointwise.hpp"
#include "kernels/simd/pool.hpp"
#include "kernels/simd/products.hpp"
#include "kernels/simd/winograd.hpp"

namespace keratin::kernels {

/// The kernels in vectors V: for files that are compiled for the instructions that V needs.
template <class V>
constexpr VectorKernels make_kernels() {
  return {.lanes = V::size,
          .rows = block_rows<V>,
          .multiply = &multiply<V>,
          .add_outer_products = &add_outer_products<V>,
          .depthwise = &depthwise<V>,
          .add_products = &add_products<V>,
          .max_pool = &kernels::max_pool<V>,
          .max_pool_gradient = &kernels::max_pool_gradient<V>,
          .winograd = {WinogradKernels<V, Winograd<2, 5>>::transforms(),
                       WinogradKernels<V, Winograd<3, 4>>::transforms(),
                       WinogradKernels<V, Winograd<4, 3>>::transforms(),
                       WinogradKernels<V, Winograd<2, 3>>::transforms(),
                       WinogradKernels<V, Winograd<5, 2>>::transforms(),
                       WinogradKernels<V, Winograd<4, 2>>::transforms(),
                       WinogradKernels<V, Winograd<3, 2>>::transforms()},
          .rectify = &rectify<V>,
          .rectify_gradient = &rectify_gradient<V>,
          .exponential = &exponential<V>,
          .sigmoid = &sigmoid<V>,
          .tanh = &kernels::tanh<V>};
}

}  // namespace keratin::kernels
