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

/// The part of a phase whose positions first + q · step lie in [begin, end).
Phase part_of(const Phase& phase, int first, int step, int begin, int end) {
  const int skipped = std::max(divided_up(begin - first, step), 0);
  const int last = std::min(divided_up(end - first, step), phase.count);
  Phase part = phase;
  part.count = std::max(last - skipped, 0);
  part.first_output += skipped * phase.output_step;
  part.first_input += skipped * phase.input_step;
  return part;
}

}  // namespace

Phase Phase::within(int begin, int end) const {
  return part_of(*this, first_output, output_step, begin, end);
}

Phase Phase::reading(int size) const { return part_of(*this, first_input, input_step, 0, size); }

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

namespace {

/// How a row is copied into a span of columns: zeros, floats from `first` on, and zeros.
struct RowPart {
  std::size_t before, first, copied, after;
};

RowPart row_part(int columns, std::size_t channels, Span span) {
  const int first = std::clamp(0, span.begin, span.end),
            last = std::clamp(columns, first, std::max(first, span.end));
  if (first == last) return {as_size(span.size()) * channels, 0, 0, 0};
  return {as_size(first - span.begin) * channels, as_size(first) * channels, as_size(last - first) * channels,
          as_size(span.end - last) * channels};
}

/// Returns where the next plane begins.
float* pad_plane(const Planes& planes, const float* plane, Span rows, const RowPart& part, float* to) {
  const std::size_t row_size = as_size(planes.columns) * planes.channels;
  for (int row = rows.begin; row < rows.end; ++row) {
    if (row < 0 || row >= planes.rows) {
      to = std::fill_n(to, part.before + part.copied + part.after, 0.0f);
      continue;
    }
    to = std::fill_n(to, part.before, 0.0f);
    to = std::copy_n(plane + as_size(row) * row_size + part.first, part.copied, to);
    to = std::fill_n(to, part.after, 0.0f);
  }
  return to;
}

}  // namespace

Padded pad(const Planes& planes, Span rows, Span columns) {
  struct PaddedPlanes;
  struct PlaneOffsets;
  auto* offsets = scratch<PlaneOffsets, std::size_t>(planes.count);
  Padded padded{nullptr, rows, columns, planes.channels, offsets};
  const float *const *begin = planes.data, *const *end = begin + planes.count;
  const auto zeros = static_cast<std::size_t>(std::count(begin, end, nullptr));
  if (planes.count > 0 && zeros == 0 && columns.begin == 0 && columns.end == planes.columns &&
      rows.begin >= 0 && rows.end <= planes.rows) {
    padded.data = *begin + as_size(rows.begin) * padded.offset(1, 0);
    for (std::size_t i = 0; i < planes.count; ++i) offsets[i] = static_cast<std::size_t>(begin[i] - *begin);
    return padded;
  }
  // All planes of zeros are one, the last.
  const RowPart part = row_part(planes.columns, planes.channels, columns);
  float* to =
      scratch<PaddedPlanes>((planes.count - zeros + std::min<std::size_t>(zeros, 1)) * padded.plane_size());
  padded.data = to;
  for (std::size_t i = 0; i < planes.count; ++i) {
    if (begin[i] == nullptr) {
      offsets[i] = (planes.count - zeros) * padded.plane_size();
      continue;
    }
    offsets[i] = static_cast<std::size_t>(to - padded.data);
    to = pad_plane(planes, begin[i], rows, part, to);
  }
  if (zeros > 0) std::fill_n(to, padded.plane_size(), 0.0f);
  return padded;
}

}  // namespace keratin::kernels
