#pragma once

#include <array>
#include <cstddef>

namespace keratin::kernels {

/// The matrices of F(outputs, taps), Winograd's algorithm along one axis: `outputs` neighbouring sums of
/// `taps` products each are outputᵀ · ((weights · w) ⊙ (inputᵀ · x)), with tile = outputs + taps − 1 products
/// instead of outputs · taps: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015. Made
/// from polynomials through the points 0, ±1, ½ and infinity, or 0, ±√½, ±√2 and infinity, which lose less to
/// rounding than ±1 and ±2 do: the form of Toom and Cook.
template <std::size_t outputs_, std::size_t taps_>
struct Winograd {
  static constexpr std::size_t outputs = outputs_, taps = taps_, tile = outputs + taps - 1;
  static constexpr std::size_t finite = tile - 1;
  static constexpr double root = 1.4142135623730951;
  static constexpr std::array<double, 5> points =
      tile == 4   ? std::array<double, 5>{0, 1, -1}
      : tile == 5 ? std::array<double, 5>{0, 1, -1, 0.5}
                  : std::array<double, 5>{0, root / 2, -root / 2, root, -root};

  template <std::size_t rows, std::size_t columns>
  static constexpr auto transposed(const std::array<std::array<double, columns>, rows>& matrix) {
    std::array<std::array<double, rows>, columns> result{};
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < columns; ++j) result[j][i] = matrix[i][j];
    }
    return result;
  }

  /// Points that differ only in their sign: they come in pairs, after the 0. Where no point is left over,
  /// the rows of a pair in `input` and `weights` differ in the signs of every other entry.
  static constexpr std::size_t pairs = (finite - 1) / 2;
  static constexpr std::size_t row_pairs = finite % 2 == 1 ? pairs : 0;

  /// Row i: the coefficients, from x⁰ on, of the product of (x − p) over all points p but the i-th; of all
  /// points in the last row.
  static constexpr auto input = [] {
    std::array<std::array<double, tile>, tile> rows{};
    for (std::size_t i = 0; i < tile; ++i) {
      rows[i][0] = 1;
      for (std::size_t j = 0; j < finite; ++j) {
        if (j == i) continue;
        for (std::size_t k = tile; k-- > 0;) {
          rows[i][k] = (k > 0 ? rows[i][k - 1] : 0) - points[j] * rows[i][k];
        }
      }
    }
    return rows;
  }();

  /// Row i: the powers of point i, over the i-th input polynomial's value there.
  static constexpr auto weights = [] {
    std::array<std::array<double, taps>, tile> rows{};
    for (std::size_t i = 0; i < finite; ++i) {
      double value = 1, power = 1;
      for (std::size_t j = 0; j < finite; ++j) value *= j == i ? 1 : points[i] - points[j];
      for (double& entry : rows[i]) {
        entry = power / value;
        power *= points[i];
      }
    }
    rows[finite][taps - 1] = 1;
    return rows;
  }();

  /// Row i: the i-th power of each point.
  static constexpr auto output = [] {
    std::array<std::array<double, tile>, outputs> rows{};
    for (std::size_t j = 0; j < finite; ++j) {
      double power = 1;
      for (auto& row : rows) {
        row[j] = power;
        power *= points[j];
      }
    }
    rows[outputs - 1][finite] = 1;
    return rows;
  }();

  static constexpr auto output_transposed = transposed(output);
  static constexpr auto weights_transposed = transposed(weights);
};

}  // namespace keratin::kernels
