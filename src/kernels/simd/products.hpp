#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include "kernels/simd/vector_kernels.hpp"
#include "kernels/simd/vectors.hpp"

namespace keratin::kernels {

/// Register blocks: `rows` by `vectors` sums stay in registers while the numbers to be multiplied pass by.
/// Every loop over them is unrolled, for only then are they registers.
template <class V, int rows, int vectors>
struct RegisterBlock {
  static constexpr std::ptrdiff_t lanes = V::size;
  static constexpr std::ptrdiff_t width = vectors * lanes;

  static void multiply(const Product& product) {
    V sums[rows][vectors];
    const float* panel = product.panel;
#pragma GCC unroll 16
    for (int m = 0; m < rows; ++m) {
#pragma GCC unroll 2
      for (int n = 0; n < vectors; ++n) sums[m][n] = V::load_aligned(panel + n * lanes);
    }
    panel += width;
    for (std::size_t run = 0; run < product.runs; ++run) {
      const float* x[rows];
#pragma GCC unroll 16
      for (int m = 0; m < rows; ++m) x[m] = product.x[m] + product.offsets[run];
      for (std::size_t k = 0; k < product.length; ++k, panel += width) {
        V y[vectors];
#pragma GCC unroll 2
        for (int n = 0; n < vectors; ++n) y[n] = V::load_aligned(panel + n * lanes);
#pragma GCC unroll 16
        for (int m = 0; m < rows; ++m) {
          const V factor(x[m][k]);
#pragma GCC unroll 2
          for (int n = 0; n < vectors; ++n) sums[m][n] = fma(factor, y[n], sums[m][n]);
        }
      }
    }
    if (product.epilogue.adds) {
#pragma GCC unroll 16
      for (int m = 0; m < rows; ++m) {
#pragma GCC unroll 2
        for (int n = 0; n < vectors; ++n) {
          sums[m][n] = sums[m][n] + load_first<V>(product.y[m] + n * lanes, stored(product.channels, n));
        }
      }
    }
    with_rectifier<V>(product.epilogue.rectifier, [&](auto rectify) {
#pragma GCC unroll 16
      for (int m = 0; m < rows; ++m) {
#pragma GCC unroll 2
        for (int n = 0; n < vectors; ++n) sums[m][n] = rectify(sums[m][n]);
      }
    });
#pragma GCC unroll 16
    for (int m = 0; m < rows; ++m) {
#pragma GCC unroll 2
      for (int n = 0; n < vectors; ++n) {
        store_first(sums[m][n], product.y[m] + n * lanes, stored(product.channels, n));
      }
    }
  }

  static void add_outer_products(const OuterProducts& products) {
    V sums[rows][vectors];
#pragma GCC unroll 16
    for (int m = 0; m < rows; ++m) {
#pragma GCC unroll 2
      for (int n = 0; n < vectors; ++n) sums[m][n] = V(0.0f);
    }
    for (std::size_t image = 0; image < products.images; ++image) {
      for (std::size_t line = 0; line < products.lines; ++line) {
        const float* x = products.x + image * products.x_image + line * products.x_line;
        const float* y = products.y + image * products.y_image + line * products.y_line;
        for (std::size_t k = 0; k < products.places; ++k, x += products.x_step, y += products.y_step) {
          V vector[vectors];
#pragma GCC unroll 2
          for (int n = 0; n < vectors; ++n) vector[n] = V::load_aligned(y + n * lanes);
#pragma GCC unroll 16
          for (int m = 0; m < rows; ++m) {
            const V factor(x[m]);
#pragma GCC unroll 2
            for (int n = 0; n < vectors; ++n) sums[m][n] = fma(factor, vector[n], sums[m][n]);
          }
        }
      }
    }
#pragma GCC unroll 16
    for (int m = 0; m < rows; ++m) {
#pragma GCC unroll 2
      for (int n = 0; n < vectors; ++n) {
        float* to = products.sums + static_cast<std::size_t>(m) * products.sums_stride + n * lanes;
        const std::size_t count = stored(products.channels, n);
        store_first(load_first<V>(to, count) + sums[m][n], to, count);
      }
    }
  }

 private:
  /// How many of the channels vector n holds.
  static std::size_t stored(std::size_t channels, int n) {
    const std::size_t left = channels - static_cast<std::size_t>(n * lanes);
    return left < V::size ? left : V::size;
  }
};

/// The blocks of 1, 2, … rows.
template <class V, int vectors>
constexpr auto multiply_blocks = []<int... i>(std::integer_sequence<int, i...>) {
  return std::array{&RegisterBlock<V, i + 1, vectors>::multiply...};
}
(std::make_integer_sequence<int, block_rows<V>>());

template <class V, int vectors>
constexpr auto outer_blocks = []<int... i>(std::integer_sequence<int, i...>) {
  return std::array{&RegisterBlock<V, i + 1, vectors>::add_outer_products...};
}
(std::make_integer_sequence<int, block_rows<V>>());

template <class V>
void multiply(const Product& product) {
  const auto& blocks = product.channels <= V::size ? multiply_blocks<V, 1> : multiply_blocks<V, 2>;
  blocks[product.rows - 1](product);
}

template <class V>
void add_outer_products(const OuterProducts& products) {
  const auto& blocks = products.channels <= V::size ? outer_blocks<V, 1> : outer_blocks<V, 2>;
  blocks[products.rows - 1](products);
}

}  // namespace keratin::kernels
