#include "kernels/normalize.hpp"

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

constexpr std::size_t channels_a_part = 32;

/// Calls visit(position, channel) for all values of channels [begin, end).
template <class Visit>
void for_each_value(const Channels& shape, std::size_t begin, std::size_t end, const Visit& visit) {
  for (std::size_t outer = 0; outer < shape.outer; ++outer) {
    const std::size_t first = outer * shape.channels;
    if (shape.inner == 1) {
      for (std::size_t channel = begin; channel < end; ++channel) visit(first + channel, channel);
    } else {
      for (std::size_t channel = begin; channel < end; ++channel) {
        for (std::size_t inner = 0; inner < shape.inner; ++inner)
          visit((first + channel) * shape.inner + inner, channel);
      }
    }
  }
}

/// Calls visit(position, channel) for all values, on several threads.
template <class Visit>
void for_all_values(const Channels& shape, const Visit& visit) {
  const std::size_t values = shape.channels * shape.inner;
  parallel_parts(shape.outer, std::max<std::size_t>(1, 16'384 / values), 2 * values,
                 [&](std::size_t begin, std::size_t end) {
                   for_each_value({end - begin, shape.channels, shape.inner}, 0, shape.channels,
                                  [&](std::size_t position, std::size_t channel) {
                                    visit(begin * values + position, channel);
                                  });
                 });
}

/// Calls body(begin, end) for parts of the channels.
template <class Body>
void for_parts_of_channels(const Channels& shape, const Body& body) {
  parallel_parts(shape.channels, channels_a_part, 4 * shape.values_per_channel(), body);
}

}  // namespace

void moments(const Channels& shape, const float* x, float* mean, float* variance) {
  const auto count = static_cast<double>(shape.values_per_channel());
  for_parts_of_channels(shape, [&](std::size_t begin, std::size_t end) {
    double sum[channels_a_part] = {}, center[channels_a_part], squares[channels_a_part] = {};
    for_each_value(shape, begin, end,
                   [&](std::size_t position, std::size_t c) { sum[c - begin] += double{x[position]}; });
    for (std::size_t c = 0; c < end - begin; ++c) center[c] = sum[c] / count;
    for_each_value(shape, begin, end, [&](std::size_t position, std::size_t c) {
      const double distance = double{x[position]} - center[c - begin];
      squares[c - begin] += distance * distance;
    });
    for (std::size_t c = begin; c < end; ++c) {
      mean[c] = static_cast<float>(center[c - begin]);
      variance[c] = static_cast<float>(squares[c - begin] / count);
    }
  });
}

void scale_and_shift(const Channels& shape, const float* x, const float* scale, const float* shift,
                     float* y) {
  for_all_values(
      shape, [&](std::size_t position, std::size_t c) { y[position] = x[position] * scale[c] + shift[c]; });
}

void normalized_sums(const Channels& shape, const float* x, const float* dy, const float* mean,
                     const float* inverse, float* sum_dy, float* sum_dy_x) {
  for_parts_of_channels(shape, [&](std::size_t begin, std::size_t end) {
    double sum[channels_a_part] = {}, sum_x[channels_a_part] = {};
    for_each_value(shape, begin, end, [&](std::size_t position, std::size_t c) {
      sum[c - begin] += double{dy[position]};
      sum_x[c - begin] += double{dy[position]} * (double{x[position]} - double{mean[c]});
    });
    for (std::size_t c = begin; c < end; ++c) {
      sum_dy[c] = static_cast<float>(sum[c - begin]);
      sum_dy_x[c] = static_cast<float>(sum_x[c - begin] * double{inverse[c]});
    }
  });
}

void combine(const Channels& shape, const float* x, const float* dy, const float* a, const float* b,
             const float* c, float* dx) {
  for_all_values(shape, [&](std::size_t position, std::size_t channel) {
    dx[position] = dy[position] * a[channel] + x[position] * b[channel] + c[channel];
  });
}

}  // namespace keratin::kernels
