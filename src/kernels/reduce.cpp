#include "kernels/reduce.hpp"

#include <array>
#include <atomic>
#include <cmath>
#include <numeric>

#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

/// The sum of term(x[i]).
template <class Term>
double sum_of(std::size_t count, const float* x, const Term& term) {
  constexpr std::size_t most_parts = 64, lanes = 16;
  const std::size_t part = std::max<std::size_t>(16'384, (count + most_parts - 1) / most_parts);
  std::array<double, most_parts> sums{};
  parallel_parts(count, part, 4, [&](std::size_t begin, std::size_t end) {
    std::array<double, lanes> run{};
    std::size_t i = begin;
    for (; i + lanes <= end; i += lanes) {
      for (std::size_t lane = 0; lane < lanes; ++lane) run[lane] += term(double{x[i + lane]});
    }
    for (; i < end; ++i) run[0] += term(double{x[i]});
    sums[begin / part] = std::accumulate(run.begin(), run.end(), 0.0);
  });
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

}  // namespace

void add_bias(std::size_t rows, std::size_t columns, const float* bias, float* y) {
  parallel_parts(rows, std::max<std::size_t>(1, 16'384 / columns), columns,
                 [&](std::size_t begin, std::size_t end) {
                   for (std::size_t row = begin; row < end; ++row) {
                     for (std::size_t column = 0; column < columns; ++column)
                       y[row * columns + column] += bias[column];
                   }
                 });
}

void add_column_sums(std::size_t rows, std::size_t columns, const float* x, float* sums) {
  constexpr std::size_t rows_in_a_run = 256, columns_in_a_part = 64;
  const std::size_t runs = (rows + rows_in_a_run - 1) / rows_in_a_run,
                    parts = (columns + columns_in_a_part - 1) / columns_in_a_part;
  struct RunSums;
  float* of_runs = scratch<RunSums>(runs * columns);
  parallel_for(
      runs * parts, std::min(rows, rows_in_a_run) * std::min(columns, columns_in_a_part), [&](std::size_t i) {
        const std::size_t run = i / parts, begin = i % parts * columns_in_a_part,
                          end = std::min(columns, begin + columns_in_a_part);
        float* sum = of_runs + run * columns;
        std::fill(sum + begin, sum + end, 0.0f);
        for (std::size_t row = run * rows_in_a_run; row < std::min(rows, (run + 1) * rows_in_a_run); ++row) {
          for (std::size_t column = begin; column < end; ++column) sum[column] += x[row * columns + column];
        }
      });
  for (std::size_t run = 0; run < runs; ++run) {
    for (std::size_t column = 0; column < columns; ++column) sums[column] += of_runs[run * columns + column];
  }
}

double sum_of_magnitudes(std::size_t count, const float* x) {
  return sum_of(count, x, [](double value) { return std::abs(value); });
}

double sum_of_squares(std::size_t count, const float* x) {
  return sum_of(count, x, [](double value) { return value * value; });
}

bool all_finite(std::size_t count, const float* x) {
  std::atomic<bool> finite = true;
  parallel_parts(count, 16'384, 4, [&](std::size_t begin, std::size_t end) {
    unsigned found = 0;
    for (std::size_t i = begin; i < end; ++i) found |= x[i] - x[i] == 0.0f ? 0u : 1u;
    if (found != 0) finite = false;
  });
  return finite;
}

}  // namespace keratin::kernels
