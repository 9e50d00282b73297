#pragma once

#include <cstddef>

#include "kernels/axis.hpp"

namespace keratin::kernels {

/// Which of a convolution's two images is made from the other.
enum class Direction { to_small, to_large };

/// The output rows (or columns) of a convolution that see the window alike: output first_output + q ·
/// output_step is the sum over t < taps of input first_input + q · input_step + t · tap_step times position
/// first_kernel + t · kernel_step of the kernel. The small image has one phase; the large one has as many
/// as the stride, with the window's positions shared among them, so that no zero is ever multiplied.
struct Phase {
  int count, first_output, output_step;
  int first_input, input_step;
  int taps, tap_step;
  int first_kernel, kernel_step;

  /// One past the last input position that is read; the first is first_input.
  [[nodiscard]] int input_end() const {
    return first_input + (count - 1) * input_step + (taps - 1) * tap_step + 1;
  }

  /// The part whose outputs lie in [begin, end).
  [[nodiscard]] Phase within(int begin, int end) const;
};

/// Input positions, which may lie outside the image.
struct Span {
  int begin, end;

  [[nodiscard]] int size() const { return end - begin; }
};

[[nodiscard]] int phase_count(const Axis& axis, Direction direction);

[[nodiscard]] Phase phase_of(const Axis& axis, Direction direction, int index);

/// All that the outputs in [begin, end) read; empty if they read nothing.
[[nodiscard]] Span inputs_of(const Axis& axis, Direction direction, int begin, int end);

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
/// where they reach beyond it; returns the image itself if the spans are all of it.
Padded pad(const float* image, int rows, int columns, std::size_t channels, Span row_span, Span column_span);

}  // namespace keratin::kernels
