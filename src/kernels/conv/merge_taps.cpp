#include "kernels/conv/merge_taps.hpp"

#include <algorithm>

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

/// The enlarged image's row r = p · factor + j is met by the window's row a in output r − a + offset: seen
/// from pixel p, that is row j + (window − 1 − a) of a transposed window.
Axis merged_axis(const Axis& axis, int factor) {
  return {.large = axis.small,
          .small = axis.large / factor,
          .window = axis.window + factor - 1,
          .stride = factor,
          .dilation = 1,
          .offset = axis.window - 1 - axis.offset};
}

/// merged tap = position of the enlarged pixel + window − 1 − tap: which taps read a pixel alike.
struct Merging {
  const TapConv& conv;
  int row_factor, column_factor;
  std::size_t matrix = conv.large_channels * conv.small_channels;
  int columns = conv.columns.window + column_factor - 1;  ///< of the merged window

  [[nodiscard]] std::size_t merged_taps() const {
    return as_size((conv.rows.window + row_factor - 1) * columns);
  }

  /// Calls visit(tap) for the taps that are merged into one.
  template <class Visit>
  void for_each_tap(std::size_t merged, const Visit& visit) const {
    const int row = static_cast<int>(merged) / columns, column = static_cast<int>(merged) % columns;
    for (int i = 0; i < row_factor; ++i) {
      for (int j = 0; j < column_factor; ++j) {
        const int a = i + conv.rows.window - 1 - row, b = j + conv.columns.window - 1 - column;
        if (a < 0 || a >= conv.rows.window || b < 0 || b >= conv.columns.window) continue;
        visit(as_size(a * conv.columns.window + b));
      }
    }
  }

  /// Calls visit(merged tap) for those that a tap is part of.
  template <class Visit>
  void for_each_merged_tap(std::size_t tap, const Visit& visit) const {
    const int a = static_cast<int>(tap) / conv.columns.window,
              b = static_cast<int>(tap) % conv.columns.window;
    for (int i = 0; i < row_factor; ++i) {
      for (int j = 0; j < column_factor; ++j) {
        visit(as_size((i + conv.rows.window - 1 - a) * columns + j + conv.columns.window - 1 - b));
      }
    }
  }
};

void add(std::size_t count, const float* from, float* to) {
  for (std::size_t i = 0; i < count; ++i) to[i] += from[i];
}

}  // namespace

TapConv merged_conv(const TapConv& conv, int row_factor, int column_factor) {
  return {.batch = conv.batch,
          .rows = merged_axis(conv.rows, row_factor),
          .columns = merged_axis(conv.columns, column_factor),
          .large_channels = conv.small_channels,
          .small_channels = conv.large_channels,
          .small_first = true};
}

void merge_taps(const TapConv& conv, int row_factor, int column_factor, const float* kernel, float* merged) {
  const Merging merging{conv, row_factor, column_factor};
  parallel_for(merging.merged_taps(), 4 * merging.matrix, [&](std::size_t merged_tap) {
    float* to = merged + merged_tap * merging.matrix;
    std::fill_n(to, merging.matrix, 0.0f);
    merging.for_each_tap(merged_tap,
                         [&](std::size_t tap) { add(merging.matrix, kernel + tap * merging.matrix, to); });
  });
}

void add_merged_gradient(const TapConv& conv, int row_factor, int column_factor, const float* merged,
                         float* gradient) {
  const Merging merging{conv, row_factor, column_factor};
  parallel_for(conv.plane_taps(), 4 * merging.matrix, [&](std::size_t tap) {
    merging.for_each_merged_tap(tap, [&](std::size_t merged_tap) {
      add(merging.matrix, merged + merged_tap * merging.matrix, gradient + tap * merging.matrix);
    });
  });
}

}  // namespace keratin::kernels
