#include "kernels/orthonormalize.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

constexpr std::size_t panel = 32,
                      part_columns = 64;  // columns; the products of a panel and a part fit into a cache
constexpr std::size_t at_once = 4;        // terms of a sum, so that it is stored a fourth of the times

using PartSums = std::array<double, part_columns>;

class Orthonormalizer {
 public:
  Orthonormalizer(double* matrix, std::size_t rows, std::size_t columns)
      : matrix_(matrix), rows_(rows), columns_(columns) {}

  void run() const {
    for (std::size_t begin = 0; begin < columns_; begin += panel) {
      const std::size_t end = std::min(columns_, begin + panel);
      for (std::size_t pivot = begin; pivot < end; ++pivot) {
        normalize(pivot);
        project_out(pivot, pivot + 1, pivot + 1, end);
      }
      parallel_parts(
          columns_ - end, part_columns, 4 * rows_ * panel,
          [&](std::size_t first, std::size_t last) { project_out(begin, end, end + first, end + last); });
    }
  }

 private:
  void normalize(std::size_t column) const {
    double squared_norm = 0.0;
    for (std::size_t row = 0; row < rows_; ++row) squared_norm += at(row)[column] * at(row)[column];
    const double scale = squared_norm > 0.0 ? 1.0 / std::sqrt(squared_norm) : 0.0;
    for (std::size_t row = 0; row < rows_; ++row) at(row)[column] *= scale;
  }

  /// Takes from the columns [first, last), at most a part, what they have of the orthonormal ones [begin,
  /// end).
  void project_out(std::size_t begin, std::size_t end, std::size_t first, std::size_t last) const {
    std::array<PartSums, panel> products{};
    for (std::size_t row = 0; row < rows_; row += at_once) {
      std::array<const double*, at_once> values{};
      for (std::size_t k = 0; k < at_once; ++k) values[k] = at(std::min(row + k, rows_ - 1));
      for (std::size_t i = begin; i < end; ++i) {
        std::array<double, at_once> factors{};
        for (std::size_t k = 0; k < at_once && row + k < rows_; ++k) factors[k] = values[k][i];
        add(factors, {values[0] + first, values[1] + first, values[2] + first, values[3] + first},
            last - first, products[i - begin]);
      }
    }
    for (std::size_t row = 0; row < rows_; ++row) {
      double* values = at(row);
      PartSums sum{};
      for (std::size_t i = begin; i < end; i += at_once) {
        std::array<double, at_once> factors{};
        for (std::size_t k = 0; k < at_once && i + k < end; ++k) factors[k] = values[i + k];
        const PartSums* product = &products[i - begin];
        add(factors, {product[0].data(), product[1].data(), product[2].data(), product[3].data()},
            last - first, sum);
      }
      for (std::size_t j = 0; j < last - first; ++j) values[first + j] -= sum[j];
    }
  }

  /// Adds to the first `count` numbers of a sum.
  static void add(const std::array<double, at_once>& factors, const std::array<const double*, at_once>& terms,
                  std::size_t count, PartSums& sum) {
    const auto [a, b, c, d] = factors;
    const auto [x, y, z, w] = terms;
    double* target = sum.data();
    for (std::size_t j = 0; j < count; ++j) target[j] += a * x[j] + b * y[j] + c * z[j] + d * w[j];
  }

  [[nodiscard]] double* at(std::size_t row) const { return matrix_ + row * columns_; }

  double* matrix_;
  std::size_t rows_, columns_;
};

}  // namespace

void orthonormalize(double* matrix, std::size_t rows, std::size_t columns) {
  Orthonormalizer(matrix, rows, columns).run();
}

}  // namespace keratin::kernels
