#include "kernels/normalize.hpp"

namespace keratin::kernels {

void moments(const Channels& shape, const float* x, float* mean, float* variance) {
  const auto count = static_cast<double>(shape.values_per_channel());
  for_parts_of_channels(shape, [&](std::size_t sample, std::size_t begin, std::size_t end) {
    const std::size_t first = sample * shape.channels + begin;
    ChannelSums<1> sums = sum_terms<1>(
        shape, sample, begin, end,
        [&](std::size_t position, std::size_t, std::size_t) { return std::array{double{x[position]}}; });
    auto& center = sums[0];
    for (double& sum : center) sum /= count;
    const auto [squares] =
        sum_terms<1>(shape, sample, begin, end, [&](std::size_t position, std::size_t channel, std::size_t) {
          const double distance = double{x[position]} - center[channel - first];
          return std::array{distance * distance};
        });
    for (std::size_t c = 0; c < end - begin; ++c) {
      mean[first + c] = static_cast<float>(center[c]);
      variance[first + c] = static_cast<float>(squares[c] / count);
    }
  });
}

void scale_and_shift(const Channels& shape, const float* x, const float* scale, const float* shift,
                     float* y) {
  visit_rows(shape, [&](std::size_t position, std::size_t c, std::size_t) {
    y[position] = x[position] * scale[c] + shift[c];
  });
}

void normalized_sums(const Channels& shape, const float* x, const float* dy, const float* mean,
                     const float* inverse, float* sum_dy, float* sum_dy_x) {
  for_parts_of_channels(shape, [&](std::size_t, std::size_t begin, std::size_t end) {
    const auto [sum, sum_x] =
        sum_terms<2>(shape, 0, begin, end, [&](std::size_t position, std::size_t c, std::size_t) {
          const auto gradient = double{dy[position]};
          return std::array{gradient, gradient * (double{x[position]} - double{mean[c]})};
        });
    for (std::size_t c = begin; c < end; ++c) {
      sum_dy[c] = static_cast<float>(sum[c - begin]);
      sum_dy_x[c] = static_cast<float>(sum_x[c - begin] * double{inverse[c]});
    }
  });
}

void combine(const Channels& shape, const float* x, const float* dy, const float* a, const float* b,
             const float* c, float* dx) {
  visit_rows(shape, [&](std::size_t position, std::size_t channel, std::size_t) {
    dx[position] = dy[position] * a[channel] + x[position] * b[channel] + c[channel];
  });
}

}  // namespace keratin::kernels
