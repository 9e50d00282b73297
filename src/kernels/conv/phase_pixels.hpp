#pragma once

#include "kernels/conv/panels.hpp"
#include "kernels/conv/phase.hpp"
#include "kernels/conv/tap_conv.hpp"

namespace keratin::kernels {

/// The output pixels of one pass that see the window alike, with the input's pixels that they meet.
struct PhasePixels {
  const ConvPass& pass;
  Phase rows, columns;
  bool patches;  ///< whether a pixel's row of factors holds all taps, and not the channels of one

  [[nodiscard]] std::size_t taps() const { return as_size(rows.taps) * as_size(columns.taps); }
  [[nodiscard]] std::size_t pixels() const { return as_size(rows.count) * as_size(columns.count); }
  [[nodiscard]] Span row_span() const { return {rows.first_input, rows.input_end()}; }
  [[nodiscard]] Span column_span() const { return {columns.first_input, columns.input_end()}; }
  [[nodiscard]] std::size_t span_pixels() const {
    return as_size(row_span().size()) * as_size(column_span().size());
  }

  /// Rows of each matrix, and places that an image has in the packed factors.
  [[nodiscard]] std::size_t matrix_rows() const { return (patches ? taps() : 1) * pass.input_channels(); }
  [[nodiscard]] std::size_t places() const { return patches ? pixels() : span_pixels(); }

  /// The position in the window of a tap.
  [[nodiscard]] std::size_t window_position(std::size_t tap) const {
    const int row = static_cast<int>(tap) / columns.taps, column = static_cast<int>(tap) % columns.taps;
    return as_size((rows.first_kernel + row * rows.kernel_step) * pass.conv.columns.window +
                   columns.first_kernel + column * columns.kernel_step);
  }
};

}  // namespace keratin::kernels
