#pragma once

#include <cstddef>

#include "kernels/conv/phase.hpp"

namespace keratin::kernels {

/// Part of an image with as many zeros around it as kernels read beyond its edges.
struct Padded {
  const float* data;
  Span rows, columns;
  std::size_t channels;

  /// The pixel at a row and column of the image, inside the spans.
  [[nodiscard]] const float* pixel(int row, int column) const {
    return data + offset(row - rows.begin, column - columns.begin);
  }

  /// Floats from a pixel to the one `rows` below and `columns` to its right.
  [[nodiscard]] std::size_t offset(int down, int right) const {
    return (static_cast<std::size_t>(down) * static_cast<std::size_t>(columns.size()) +
            static_cast<std::size_t>(right)) *
           channels;
  }
  [[nodiscard]] std::size_t size() const { return offset(rows.size(), 0); }
};

/// Copies the spans of an image (rows, columns, channels) into this thread's scratch memory, with zeros
/// where they reach beyond it; returns the image itself where the spans are all of it.
Padded pad(const float* image, int rows, int columns, std::size_t channels, Span row_span, Span column_span);

}  // namespace keratin::kernels
