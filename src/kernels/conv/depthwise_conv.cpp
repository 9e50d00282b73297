#include "kernels/conv/depthwise_conv.hpp"

#include <algorithm>

#include "kernels/instruction_set.hpp"
#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

/// One image's sizes along an axis, as a pass in one direction sees them.
int input_size(const Axis& axis, Direction direction) {
  return direction == Direction::to_small ? axis.large : axis.small;
}
int output_size(const Axis& axis, Direction direction) {
  return direction == Direction::to_small ? axis.small : axis.large;
}

/// The taps of output number q of a phase that meet the input.
struct TapRange {
  int begin, end;
  bool operator==(const TapRange&) const = default;
};

TapRange taps_at(const Phase& phase, int q, int inputs) {
  const int first = phase.first_input + q * phase.input_step;
  const auto meets = [&](int tap) {
    const int position = first + tap * phase.tap_step;
    return position >= 0 && position < inputs;
  };
  TapRange range{0, phase.taps};
  while (range.begin < range.end && !meets(range.begin)) ++range.begin;
  while (range.end > range.begin && !meets(range.end - 1)) --range.end;
  return range;
}

/// The phase of a single row of the output.
Phase phase_of_row(const Axis& axis, Direction direction, int row) {
  const int index = direction == Direction::to_small ? 0 : (row + axis.offset) % axis.stride;
  return phase_of(axis, direction, index).within(row, row + 1);
}

/// A depthwise convolution of one row.
class RowPass {
 public:
  RowPass(const DepthwiseConv& conv, Direction direction, const float* kernel, const float* bias,
          Rectifier rectifier)
      : conv_(conv), direction_(direction), kernel_(kernel), bias_(bias), rectifier_(rectifier) {}

  void run(const float* image, int row, float* output) const {
    const Phase rows = phase_of_row(conv_.rows, direction_, row);
    for (int index = 0; index < phase_count(conv_.columns, direction_); ++index) {
      const Phase columns = phase_of(conv_.columns, direction_, index);
      const int inputs = input_size(conv_.columns, direction_);
      for (int q = 0; q < columns.count;) {
        const TapRange range = taps_at(columns, q, inputs);
        const int begin = q++;
        while (q < columns.count && taps_at(columns, q, inputs) == range) ++q;
        run_pixels(image, rows, columns, range, {begin, q}, output);
      }
    }
  }

 private:
  /// The outputs of `columns` whose numbers lie in `pixels`, and which meet its taps in `range`.
  void run_pixels(const float* image, const Phase& rows, const Phase& columns, TapRange range, Span pixels,
                  float* output) const {
    struct Inputs;
    struct Weights;
    const float** x = scratch<Inputs, const float*>(conv_.taps());
    const float** weights = scratch<Weights, const float*>(conv_.taps());
    const int input_columns = input_size(conv_.columns, direction_);
    const int first = columns.first_input + pixels.begin * columns.input_step;
    const TapRange row_range = taps_at(rows, 0, input_size(conv_.rows, direction_));
    std::size_t taps = 0;
    for (int a = row_range.begin; a < row_range.end; ++a) {
      const int row = rows.first_input + a * rows.tap_step,
                tap_row = rows.first_kernel + a * rows.kernel_step;
      for (int b = range.begin; b < range.end; ++b, ++taps) {
        const int tap_column = columns.first_kernel + b * columns.kernel_step;
        x[taps] = image + (as_size(row) * as_size(input_columns) + as_size(first + b * columns.tap_step)) *
                              conv_.channels;
        weights[taps] = kernel_ + (as_size(tap_row) * as_size(conv_.columns.window) + as_size(tap_column)) *
                                      conv_.channels;
      }
    }
    const int first_output = columns.first_output + pixels.begin * columns.output_step;
    vector_kernels().depthwise({.pixels = as_size(pixels.size()),
                                .channels = conv_.channels,
                                .taps = taps,
                                .x = x,
                                .x_step = as_size(columns.input_step) * conv_.channels,
                                .weights = weights,
                                .bias = bias_,
                                .rectifier = rectifier_,
                                .y = output + as_size(first_output) * conv_.channels,
                                .y_step = as_size(columns.output_step) * conv_.channels});
  }

  const DepthwiseConv& conv_;
  Direction direction_;
  const float *kernel_, *bias_;
  Rectifier rectifier_;
};

/// sums += the products of one small row with what its taps meet; `large` is its whole image.
void add_row_products(const DepthwiseConv& conv, const float* large, int row, const float* small_row,
                      float* sums) {
  const Axis& columns = conv.columns;
  for (int a = 0; a < conv.rows.window; ++a) {
    const int large_row = row * conv.rows.stride + a * conv.rows.dilation - conv.rows.offset;
    if (large_row < 0 || large_row >= conv.rows.large) continue;
    for (int b = 0; b < columns.window; ++b) {
      const int first = b * columns.dilation - columns.offset;
      const int begin = first >= 0 ? 0 : (-first + columns.stride - 1) / columns.stride;
      const int end = first >= columns.large
                          ? 0
                          : std::min(columns.small, (columns.large - 1 - first) / columns.stride + 1);
      if (begin >= end) continue;
      const std::size_t pixel =
          as_size(large_row) * as_size(columns.large) + as_size(first + begin * columns.stride);
      const std::size_t tap = as_size(a) * as_size(columns.window) + as_size(b);
      vector_kernels().add_products({.places = as_size(end - begin),
                                     .channels = conv.channels,
                                     .x = large + pixel * conv.channels,
                                     .x_step = as_size(columns.stride) * conv.channels,
                                     .y = small_row + as_size(begin) * conv.channels,
                                     .y_step = conv.channels,
                                     .sums = sums + tap * conv.channels});
    }
  }
}

}  // namespace

void depthwise_conv(const DepthwiseConv& conv, Direction direction, const float* input, const float* kernel,
                    const float* bias, Rectifier rectifier, float* output) {
  const RowPass pass(conv, direction, kernel, bias, rectifier);
  const auto image_size = [&](int rows, int columns) {
    return as_size(rows) * as_size(columns) * conv.channels;
  };
  const int rows = output_size(conv.rows, direction);
  const std::size_t row_size = image_size(1, output_size(conv.columns, direction));
  const std::size_t input_image =
      image_size(input_size(conv.rows, direction), input_size(conv.columns, direction));
  parallel_for(conv.batch * as_size(rows), row_size * conv.taps(), [&](std::size_t i) {
    pass.run(input + i / as_size(rows) * input_image, static_cast<int>(i % as_size(rows)),
             output + i * row_size);
  });
}

void add_depthwise_gradient(const DepthwiseConv& conv, const float* large, const float* small,
                            float* gradient) {
  struct Parts;
  constexpr std::size_t most_parts = 32;
  const std::size_t small_rows = as_size(conv.rows.small), count = conv.batch * small_rows;
  const std::size_t parts = std::min(count, most_parts), size = conv.taps() * conv.channels;
  const std::size_t row_size = as_size(conv.columns.small) * conv.channels;
  const std::size_t image = as_size(conv.rows.large) * as_size(conv.columns.large) * conv.channels;
  float* sums = scratch<Parts>(parts * size);
  parallel_for(parts, count / parts * row_size * conv.taps(), [&](std::size_t part) {
    std::fill_n(sums + part * size, size, 0.0f);
    for (std::size_t i = part * count / parts; i < (part + 1) * count / parts; ++i) {
      add_row_products(conv, large + i / small_rows * image, static_cast<int>(i % small_rows),
                       small + i * row_size, sums + part * size);
    }
  });
  parallel_parts(size, 1024, parts, [&](std::size_t begin, std::size_t end) {
    for (std::size_t part = 0; part < parts; ++part) {
      for (std::size_t i = begin; i < end; ++i) gradient[i] += sums[part * size + i];
    }
  });
}

void repeat_each(std::size_t count, std::size_t times, const float* x, float* y) {
  parallel_parts(count, 4096, times, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) std::fill_n(y + i * times, times, x[i]);
  });
}

void sum_repeated(std::size_t count, std::size_t times, const float* dy, float* dx) {
  parallel_parts(count, 4096, times, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      dx[i] = dy[i * times];
      for (std::size_t j = 1; j < times; ++j) dx[i] += dy[i * times + j];
    }
  });
}

}  // namespace keratin::kernels
