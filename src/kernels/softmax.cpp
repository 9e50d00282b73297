#include "kernels/softmax.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

/// Calls body(offset) for the first element of each row.
template <class Body>
void for_each_row(std::size_t rows, std::size_t columns, const Body& body) {
  constexpr std::size_t work = 40;
  parallel_rows(rows, columns, work, [&](std::size_t row) { body(row * columns); });
}

/// y = exp(x - max x); returns the sum of y.
float exponentials(std::size_t columns, const float* x, float* y) {
  const float largest = *std::max_element(x, x + columns);
  float sum = 0.0f;
  for (std::size_t i = 0; i < columns; ++i) sum += y[i] = std::exp(x[i] - largest);
  return sum;
}

/// Where sparsemax cuts a row off, and how far that place moves with the i-th largest number.
struct Threshold {
  Threshold(std::size_t columns, const float* x) : order(columns), slopes(columns) {
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [x](std::size_t a, std::size_t b) { return x[a] > x[b]; });
    float cumulative = 0.0f, sum = 0.0f, support = 0.0f;
    for (std::size_t i = 0; i < columns; ++i) {
      cumulative += x[order[i]];
      if (x[order[i]] - (cumulative - 1.0f) / static_cast<float>(i + 1) <= 0.0f) continue;
      slopes[i] = 1.0f;
      sum += cumulative;
      support += 1.0f;
    }
    value = (sum - 1.0f) / support;
    for (std::size_t i = columns; i-- > 0;) slopes[i] += i + 1 < columns ? slopes[i + 1] : 0.0f;
    for (float& slope : slopes) slope /= support;
  }

  std::vector<std::size_t> order;  // the columns, the largest number first
  std::vector<float> slopes;       // in that order
  float value;
};

}  // namespace

void softmax(std::size_t rows, std::size_t columns, const float* x, float* y) {
  for_each_row(rows, columns, [=](std::size_t row) {
    const float scale = 1.0f / exponentials(columns, x + row, y + row);
    for (std::size_t i = row; i < row + columns; ++i) y[i] *= scale;
  });
}

void softmax_gradient(std::size_t rows, std::size_t columns, const float* y, const float* dy, float* dx) {
  for_each_row(rows, columns, [=](std::size_t row) {
    float sum = 0.0f;
    for (std::size_t i = row; i < row + columns; ++i) sum += dy[i] * y[i];
    for (std::size_t i = row; i < row + columns; ++i) dx[i] = (dy[i] - sum) * y[i];
  });
}

void log_softmax(std::size_t rows, std::size_t columns, const float* x, float* y) {
  for_each_row(rows, columns, [=](std::size_t row) {
    const float largest = *std::max_element(x + row, x + row + columns);
    const float log_of_sum = std::log(exponentials(columns, x + row, y + row));
    for (std::size_t i = row; i < row + columns; ++i) y[i] = (x[i] - largest) - log_of_sum;
  });
}

void log_softmax_gradient(std::size_t rows, std::size_t columns, const float* y, const float* dy, float* dx) {
  for_each_row(rows, columns, [=](std::size_t row) {
    const float sum = std::accumulate(dy + row, dy + row + columns, 0.0f);
    for (std::size_t i = row; i < row + columns; ++i) dx[i] = dy[i] - sum * std::exp(y[i]);
  });
}

void sparsemax(std::size_t rows, std::size_t columns, const float* x, float* y) {
  for_each_row(rows, columns, [=](std::size_t row) {
    const float threshold = Threshold(columns, x + row).value;
    for (std::size_t i = row; i < row + columns; ++i) y[i] = std::max(x[i] - threshold, 0.0f);
  });
}

void sparsemax_gradient(std::size_t rows, std::size_t columns, const float* x, const float* dy, float* dx) {
  for_each_row(rows, columns, [=](std::size_t row) {
    const Threshold threshold(columns, x + row);
    float sum = 0.0f;
    for (std::size_t i = row; i < row + columns; ++i) {
      dx[i] = x[i] - threshold.value >= 0.0f ? dy[i] : 0.0f;
      sum += dx[i];
    }
    for (std::size_t i = 0; i < columns; ++i) dx[row + threshold.order[i]] -= sum * threshold.slopes[i];
  });
}

}  // namespace keratin::kernels
