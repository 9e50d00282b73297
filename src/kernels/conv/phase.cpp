#include "kernels/conv/phase.hpp"

#include <algorithm>
#include <numeric>

#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

int divided_up(int number, int divisor) {
  return number >= 0 ? (number + divisor - 1) / divisor : -(-number / divisor);
}

/// The first of the window's positions, every `apart`-th of which reaches the outputs of a phase of the large
/// image; the window's size if none does.
int first_tap_of(const Axis& axis, int apart, int index) {
  for (int tap = 0; tap < std::min(apart, axis.window); ++tap) {
    if (tap * axis.dilation % axis.stride == index) return tap;
  }
  return axis.window;
}

}  // namespace

Phase Phase::within(int begin, int end) const {
  const int skipped = std::max(divided_up(begin - first_output, output_step), 0);
  const int last = std::min(divided_up(end - first_output, output_step), count);
  Phase part = *this;
  part.count = std::max(last - skipped, 0);
  part.first_output += skipped * output_step;
  part.first_input += skipped * input_step;
  return part;
}

int phase_count(const Axis& axis, Direction direction) {
  return direction == Direction::to_small ? 1 : axis.stride;
}

Phase phase_of(const Axis& axis, Direction direction, int index) {
  if (direction == Direction::to_small) {
    return {axis.small, 0, 1, -axis.offset, axis.stride, axis.window, axis.dilation, 0, 1};
  }
  // Output q · stride + index − offset, counted before the crop, is reached from the window's positions
  // first_tap + t · apart, at the inputs q + shift − t · tap_step.
  const int common = std::gcd(axis.stride, axis.dilation);
  const int apart = axis.stride / common, tap_step = axis.dilation / common;
  const int first_tap = first_tap_of(axis, apart, index);
  const int taps = first_tap < axis.window ? (axis.window - 1 - first_tap) / apart + 1 : 0;
  const int shift = (index - first_tap * axis.dilation) / axis.stride;
  const int first = std::max(divided_up(axis.offset - index, axis.stride), 0);
  const int end = divided_up(axis.large + axis.offset - index, axis.stride);
  return {.count = std::max(end - first, 0),
          .first_output = first * axis.stride + index - axis.offset,
          .output_step = axis.stride,
          .first_input = first + shift - (taps - 1) * tap_step,
          .input_step = 1,
          .taps = taps,
          .tap_step = tap_step,
          .first_kernel = first_tap + apart * (taps - 1),
          .kernel_step = -apart};
}

Span inputs_of(const Axis& axis, Direction direction, int begin, int end) {
  Span span{0, 0};
  for (int index = 0; index < phase_count(axis, direction); ++index) {
    const Phase phase = phase_of(axis, direction, index).within(begin, end);
    if (phase.count == 0 || phase.taps == 0) continue;
    const bool first = span.size() == 0;
    span.begin = first ? phase.first_input : std::min(span.begin, phase.first_input);
    span.end = first ? phase.input_end() : std::max(span.end, phase.input_end());
  }
  return span;
}

Padded pad(const float* image, int rows, int columns, std::size_t channels, Span row_span, Span column_span) {
  Padded padded{image, row_span, column_span, channels};
  const auto row_size = static_cast<std::size_t>(columns) * channels;
  if (column_span.begin == 0 && column_span.end == columns && row_span.begin >= 0 && row_span.end <= rows) {
    padded.data = image + static_cast<std::size_t>(row_span.begin) * row_size;
    return padded;
  }
  struct PaddedImage;
  float* to = scratch<PaddedImage>(padded.size());
  padded.data = to;
  const int first = std::clamp(0, column_span.begin, column_span.end),
            last = std::clamp(columns, first, std::max(first, column_span.end));
  const std::size_t before = padded.offset(0, first - column_span.begin),
                    copied = padded.offset(0, last - first), after = padded.offset(0, column_span.end - last);
  for (int row = row_span.begin; row < row_span.end; ++row) {
    if (row < 0 || row >= rows || copied == 0) {
      to = std::fill_n(to, padded.offset(1, 0), 0.0f);
      continue;
    }
    const float* from =
        image + static_cast<std::size_t>(row) * row_size + static_cast<std::size_t>(first) * channels;
    to = std::fill_n(to, before, 0.0f);
    to = std::copy_n(from, copied, to);
    to = std::fill_n(to, after, 0.0f);
  }
  return padded;
}

}  // namespace keratin::kernels
