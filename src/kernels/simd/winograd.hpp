#pragma once

#include <algorithm>
#include <array>

#include "kernels/simd/vector_kernels.hpp"
#include "kernels/simd/vectors.hpp"
#include "kernels/simd/winograd_matrices.hpp"

namespace keratin::kernels {

/// The transforms of square tiles, for all channels in vectors.
template <class V, class Form>
class WinogradKernels {
 public:
  static constexpr WinogradTransforms transforms() {
    constexpr bool has_gradient = Form::tile % 2 == 0;
    return {Form::tile,
            Form::outputs,
            Form::taps,
            &input,
            &output,
            &weights,
            has_gradient ? &output_gradient : nullptr,
            has_gradient ? &weights_gradient : nullptr};
  }

 private:
  static constexpr std::size_t tile = Form::tile, outputs = Form::outputs, taps = Form::taps;

  static void input(const WinogradTile& at) {
    const std::size_t whole = at.channels / V::size * V::size;
    for (std::size_t c = 0; c < whole; c += V::size) input_vector(at.pixels, c, at.elements + c, at.stride);
    if (whole == at.channels) return;
    Copies pixels(at.channels - whole), elements(at.channels - whole);
    pixels.template read_pixels<tile * tile>(at.pixels, whole);
    input_vector(pixels.pixels, 0, elements.numbers, V::size);
    elements.write_elements(at.elements + whole, at.stride);
  }

  static void output(const WinogradTile& at) {
    if (at.epilogue.adds) return add_output(at);
    const Rectifier rectifier = at.epilogue.rectifier;
    const std::size_t whole = at.channels / V::size * V::size, left = at.channels - whole;
    for (std::size_t c = 0; c < whole; c += V::size)
      output_vector(at.elements + c, at.stride, V::load_unaligned(at.bias + c), rectifier, at.pixels, c);
    if (left == 0) return;
    Copies elements(left), pixels(left);
    elements.read_elements(at.elements + whole, at.stride);
    pixels.template point_at<outputs * outputs>(at.pixels);
    output_vector(elements.numbers, V::size, load_first<V>(at.bias + whole, left), rectifier, pixels.pixels,
                  0);
    pixels.template write_pixels<outputs * outputs>(at.pixels, whole);
  }

  /// output() that adds: by way of a copy, so that what does not add has no branch for it.
  static void add_output(const WinogradTile& at) {
    float numbers[outputs * outputs * V::size];
    float* sums[outputs * outputs];
    for (std::size_t i = 0; i < outputs * outputs; ++i)
      sums[i] = at.pixels[i] == nullptr ? nullptr : numbers + i * V::size;
    const std::size_t whole = at.channels / V::size * V::size;
    Copies rest(at.channels - whole);
    rest.read_elements(at.elements + whole, at.stride);
    with_rectifier<V>(at.epilogue.rectifier, [&](auto rectify) {
      for (std::size_t c = 0; c < at.channels; c += V::size) {
        const std::size_t count = c < whole ? std::size_t{V::size} : rest.count;
        output_vector(c < whole ? at.elements + c : rest.numbers, c < whole ? at.stride : V::size,
                      load_first<V>(at.bias + c, count), {}, sums, 0);
        for (std::size_t i = 0; i < outputs * outputs; ++i) {
          if (at.pixels[i] == nullptr) continue;
          float* to = at.pixels[i] + c;
          store_first(rectify(V::load_unaligned(sums[i]) + load_first<V>(to, count)), to, count);
        }
      }
    });
  }

  static void output_gradient(const WinogradTile& at) {
    const std::size_t whole = at.channels / V::size * V::size;
    for (std::size_t c = 0; c < whole; c += V::size)
      output_gradient_vector(at.pixels, c, at.elements + c, at.stride);
    if (whole == at.channels) return;
    Copies pixels(at.channels - whole), elements(at.channels - whole);
    pixels.template read_pixels<outputs * outputs>(at.pixels, whole);
    output_gradient_vector(pixels.pixels, 0, elements.numbers, V::size);
    elements.write_elements(at.elements + whole, at.stride);
  }

  static void input_vector(const float* const* pixels, std::size_t channel, float* elements,
                           std::size_t stride) {
    transform<tile, tile>([](const auto& x) { return multiply_paired_rows<Form::input>(x); },
                          [&](auto i) { return V::load_unaligned(pixels[i] + channel); },
                          [&](auto i, V x) { x.store_unaligned(elements + i * stride); });
  }

  static void output_vector(const float* elements, std::size_t stride, V bias, Rectifier rectifier,
                            float* const* pixels, std::size_t channel) {
    with_rectifier<V>(rectifier, [&](auto rectify) {
      transform<tile, outputs>([](const auto& x) { return multiply_paired_columns<Form::output>(x); },
                               [&](auto i) { return V::load_unaligned(elements + i * stride); },
                               [&](auto i, V y) {
                                 if (pixels[i] != nullptr)
                                   rectify(y + bias).store_unaligned(pixels[i] + channel);
                               });
    });
  }

  static void output_gradient_vector(const float* const* pixels, std::size_t channel, float* elements,
                                     std::size_t stride) {
    transform<outputs, tile>(
        [](const auto& y) { return multiply_paired_rows<Form::output_transposed>(y); },
        [&](auto i) { return pixels[i] == nullptr ? V(0.0f) : V::load_unaligned(pixels[i] + channel); },
        [&](auto i, V y) { y.store_unaligned(elements + i * stride); });
  }

  /// Vectors whose first `count` numbers are what is left of a tile's channels, of up to tile² pixels or of
  /// its elements.
  struct Copies {
    std::size_t count;
    float numbers[tile * tile * V::size] = {};
    float* pixels[tile * tile] = {};  ///< in `numbers`; null for those outside the image

    explicit Copies(std::size_t left) : count(left) {}

    template <std::size_t size>
    void point_at(float* const* originals) {
      for (std::size_t i = 0; i < size; ++i)
        pixels[i] = originals[i] == nullptr ? nullptr : numbers + i * V::size;
    }
    template <std::size_t size>
    void read_pixels(float* const* originals, std::size_t channel) {
      point_at<size>(originals);
      for (std::size_t i = 0; i < size; ++i) {
        if (pixels[i] != nullptr) std::copy_n(originals[i] + channel, count, pixels[i]);
      }
    }
    template <std::size_t size>
    void write_pixels(float* const* originals, std::size_t channel) const {
      for (std::size_t i = 0; i < size; ++i) {
        if (pixels[i] != nullptr) std::copy_n(pixels[i], count, originals[i] + channel);
      }
    }
    void read_elements(const float* from, std::size_t stride) {
      for (std::size_t i = 0; i < tile * tile; ++i)
        std::copy_n(from + i * stride, count, numbers + i * V::size);
    }
    void write_elements(float* to, std::size_t stride) const {
      for (std::size_t i = 0; i < tile * tile; ++i)
        std::copy_n(numbers + i * V::size, count, to + i * stride);
    }
  };

  static void weights(std::size_t channels, const float* weights, float* elements, std::size_t stride) {
    for_each_vector(channels, [&](std::size_t channel) {
      transform<taps, tile>([](const auto& w) { return multiply_paired_rows<Form::weights>(w); },
                            [&](auto i) { return V::load_unaligned(weights + i * channels + channel); },
                            [&](auto i, V w) { w.store_unaligned(elements + i * stride + channel); });
    });
  }

  static void weights_gradient(std::size_t channels, const float* elements, std::size_t stride,
                               float* weights) {
    for_each_vector(channels, [&](std::size_t channel) {
      transform<tile, taps>(
          [](const auto& x) { return multiply_paired_columns<Form::weights_transposed>(x); },
          [&](auto i) { return V::load_unaligned(elements + i * stride + channel); },
          [&](auto i, V w) { w.store_unaligned(weights + i * channels + channel); });
    });
  }

  /// Calls body(first channel) for each vector of channels, which fill whole ones.
  template <class Body>
  [[gnu::always_inline]] static void for_each_vector(std::size_t channels, const Body& body) {
    for (std::size_t channel = 0; channel < channels; channel += V::size) body(channel);
  }

  /// Multiplies a square of `from`² vectors from both sides into one of `to`²: first its columns, then its
  /// rows.
  template <std::size_t from, std::size_t to, class Multiply, class Load, class Store>
  [[gnu::always_inline]] static void transform(const Multiply& multiply, const Load& load,
                                               const Store& store) {
    std::array<std::array<V, from>, to> half;
    for_each<from>([&](auto column) {
      std::array<V, from> x;
      for_each<from>([&](auto row) { x[row] = load(Index<row * from + column>()); });
      const std::array<V, to> y = multiply(x);
      for_each<to>([&](auto row) { half[row][column] = y[row]; });
    });
    for_each<to>([&](auto row) {
      const std::array<V, to> y = multiply(half[row]);
      for_each<to>([&](auto column) { store(Index<row * to + column>(), y[column]); });
    });
  }

  /// Which entries of a matrix's row count: all, those of even or odd number, those of points p and not −p.
  enum class Entries { all, even, odd, first_of_pairs };

  static constexpr bool counts(Entries entries, std::size_t k) {
    const bool second_of_pair = k >= 2 && k <= 2 * Form::pairs && k % 2 == 0;
    return entries == Entries::all || (entries == Entries::even && k % 2 == 0) ||
           (entries == Entries::odd && k % 2 == 1) || (entries == Entries::first_of_pairs && !second_of_pair);
  }

  /// matrix · x for a matrix with such rows.
  template <const auto& matrix, std::size_t size>
  [[gnu::always_inline]] static std::array<V, tile> multiply_paired_rows(const std::array<V, size>& x) {
    std::array<V, tile> y;
    y[0] = sum<matrix, 0, Entries::all>(x);
    for_each<Form::row_pairs>([&](auto pair) {
      constexpr std::size_t row = 2 * pair + 1;
      const V even = sum<matrix, row, Entries::even>(x), odd = sum<matrix, row, Entries::odd>(x);
      y[row] = even + odd;
      y[row + 1] = even - odd;
    });
    for_each<tile - 1 - 2 * Form::row_pairs>([&](auto i) {
      constexpr std::size_t row = 1 + 2 * Form::row_pairs + i;
      y[row] = sum<matrix, row, Entries::all>(x);
    });
    return y;
  }

  /// matrix · x for one whose columns are powers of the points.
  template <const auto& matrix>
  [[gnu::always_inline]] static std::array<V, matrix.size()> multiply_paired_columns(
      const std::array<V, tile>& x) {
    std::array<V, tile> sums = x, differences = x;
    for_each<Form::pairs>([&](auto pair) {
      constexpr std::size_t column = 2 * pair + 1;
      sums[column] = x[column] + x[column + 1];
      differences[column] = x[column] - x[column + 1];
    });
    std::array<V, matrix.size()> y;
    for_each<matrix.size()>([&](auto row) {
      y[row] = sum<matrix, row, Entries::first_of_pairs>(row % 2 == 0 ? sums : differences);
    });
    return y;
  }

  /// The sum of matrix[row][k] · x[k] over the entries; nothing is done for a factor of 0, and no
  /// multiplication for ±1.
  template <const auto& matrix, std::size_t row, Entries entries, std::size_t size>
  [[gnu::always_inline]] static V sum(const std::array<V, size>& x) {
    V result(0.0f);
    for_each<size>([&](auto k) {
      constexpr double factor = counts(entries, k) ? matrix[row][k] : 0.0;
      if constexpr (factor == 1) {
        result = result + x[k];
      } else if constexpr (factor == -1) {
        result = result - x[k];
      } else if constexpr (factor != 0) {
        result = fma(V(static_cast<float>(factor)), x[k], result);
      }
    });
    return result;
  }
};

}  // namespace keratin::kernels
