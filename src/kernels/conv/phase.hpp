#pragma once

#include <cstddef>

#include "kernels/axis.hpp"

namespace keratin::kernels {

/// Which of a convolution's two images is made from the other.
enum class Direction { to_small, to_large };

/// The output planes (or rows, or columns) of a convolution that see the window alike: output first_output +
/// q · output_step is the sum over t < taps of input first_input + q · input_step + t · tap_step times
/// position first_kernel + t · kernel_step of the kernel. The small image has one phase; the large one has as
/// many as the stride, with the window's positions shared among them, so that no zero is ever multiplied.
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

  /// The part, of a phase with one tap, whose inputs lie in [0, size).
  [[nodiscard]] Phase reading(int size) const;
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

/// Planes (rows, columns, channels) of an image, in its order; null is a plane of zeros.
struct Planes {
  const float* const* data;
  std::size_t count;
  int rows, columns;
  std::size_t channels;
};

/// Part of some planes with as many zeros around it as kernels read beyond its edges.
struct Padded {
  const float* data;
  Span rows, columns;
  std::size_t channels;
  const std::size_t* planes;  ///< floats from the first plane to each

  /// The pixel of the first plane at a row and column of the image, inside the spans.
  [[nodiscard]] const float* pixel(int row, int column) const {
    return data + offset(row - rows.begin, column - columns.begin);
  }

  /// Floats from a pixel to the one `down` below and `right` to its right.
  [[nodiscard]] std::size_t offset(int down, int right) const {
    return (as_size(down) * as_size(columns.size()) + as_size(right)) * channels;
  }
  [[nodiscard]] std::size_t plane_size() const { return offset(rows.size(), 0); }
};

/// Copies the spans of the planes into this thread's scratch memory, with zeros where they reach beyond the
/// image; points to the image itself if rows lie there as in the copy.
Padded pad(const Planes& planes, Span rows, Span columns);

}  // namespace keratin::kernels
