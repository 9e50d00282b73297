#include "kernels/group_normalize.hpp"

#include <cmath>

namespace keratin::kernels {

void normalize_groups(const Channels& shape, const float* x, const float* mean, const float* inverse,
                      const float* gamma, const float* beta, float* y) {
  visit_rows(shape, [&](std::size_t position, std::size_t channel, std::size_t place) {
    y[position] = (x[position] - mean[channel]) * (inverse[channel] * gamma[place]) + beta[place];
  });
}

void normalize_groups_gradient(const Channels& shape, const float* x, const float* dy, const float* mean,
                               const float* inverse, const float* gamma, float* dx) {
  const auto count = static_cast<double>(shape.values_per_channel());
  for_parts_of_channels(shape, [&](std::size_t sample, std::size_t begin, std::size_t end) {
    const std::size_t first = sample * shape.channels + begin;
    const auto [sum, sum_x] = sum_terms<2>(
        shape, sample, begin, end, [&](std::size_t position, std::size_t channel, std::size_t place) {
          const double gradient = double{dy[position]} * double{gamma[place]};
          return std::array{gradient, gradient * (double{x[position]} - double{mean[channel]})};
        });
    float slope[channels_in_a_part], shift[channels_in_a_part];
    for (std::size_t c = 0; c < end - begin; ++c) {
      const double scale = double{inverse[first + c]};
      slope[c] = static_cast<float>(-scale * scale * scale * sum_x[c] / count);
      shift[c] = static_cast<float>(-scale * sum[c] / count);
    }
    for (std::size_t row = sample * shape.outer; row < (sample + 1) * shape.outer; ++row) {
      visit_row(shape, row, begin * shape.inner, end * shape.inner,
                [&](std::size_t position, std::size_t channel, std::size_t place) {
                  dx[position] = dy[position] * (inverse[channel] * gamma[place]) +
                                 (x[position] - mean[channel]) * slope[channel - first] +
                                 shift[channel - first];
                });
    }
  });
}

void group_weight_gradients(const Channels& shape, const float* x, const float* dy, const float* mean,
                            const float* inverse, float* dgamma, float* dbeta) {
  constexpr std::size_t part = 64;
  parallel_parts(shape.row(), part, 4 * shape.rows(), [&](std::size_t begin, std::size_t end) {
    double sum[part] = {}, sum_x[part] = {};
    for (std::size_t row = 0; row < shape.rows(); ++row) {
      visit_row(shape, row, begin, end, [&](std::size_t position, std::size_t channel, std::size_t place) {
        sum[place - begin] += double{dy[position]};
        sum_x[place - begin] +=
            double{dy[position]} * (double{x[position]} - double{mean[channel]}) * double{inverse[channel]};
      });
    }
    for (std::size_t place = begin; place < end; ++place) {
      dbeta[place] = static_cast<float>(sum[place - begin]);
      dgamma[place] = static_cast<float>(sum_x[place - begin]);
    }
  });
}

namespace {

Channels as_rows(std::size_t rows, std::size_t columns) {
  return {.outer = 1, .channels = 1, .inner = columns, .samples = rows};
}

}  // namespace

void normalize_rows(std::size_t rows, std::size_t columns, float largest, const float* x, float* factors,
                    float* y) {
  const Channels shape = as_rows(rows, columns);
  for_parts_of_channels(shape, [&](std::size_t row, std::size_t begin, std::size_t end) {
    const auto [squares] =
        sum_terms<1>(shape, row, begin, end, [&](std::size_t position, std::size_t, std::size_t) {
          return std::array{double{x[position]} * double{x[position]}};
        });
    factors[row] = std::min(static_cast<float>(1.0 / std::sqrt(squares[0])), largest);
    for (std::size_t i = row * columns; i < (row + 1) * columns; ++i) y[i] = x[i] * factors[row];
  });
}

void normalize_rows_gradient(std::size_t rows, std::size_t columns, float largest, const float* x,
                             const float* factors, const float* dy, float* dx) {
  const Channels shape = as_rows(rows, columns);
  for_parts_of_channels(shape, [&](std::size_t row, std::size_t begin, std::size_t end) {
    const auto [products] =
        sum_terms<1>(shape, row, begin, end, [&](std::size_t position, std::size_t, std::size_t) {
          return std::array{double{dy[position]} * double{x[position]}};
        });
    const auto factor = double{factors[row]};
    const auto slope =
        static_cast<float>(factors[row] < largest ? products[0] * factor * factor * factor : 0.0);
    for (std::size_t i = row * columns; i < (row + 1) * columns; ++i)
      dx[i] = dy[i] * factors[row] - x[i] * slope;
  });
}

}  // namespace keratin::kernels
