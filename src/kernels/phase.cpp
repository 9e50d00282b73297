#include "kernels/phase.hpp"

#include <algorithm>

namespace keratin::kernels {

namespace {

int divided_up(int number, int divisor) {
  return number >= 0 ? (number + divisor - 1) / divisor : -(-number / divisor);
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
  // Output q · stride + index − offset, counted before the crop, is reached from the inputs q − t · dilation.
  const int taps = index < axis.window ? (axis.window - 1 - index) / axis.stride + 1 : 0;
  const int first = std::max(divided_up(axis.offset - index, axis.stride), 0);
  const int end = divided_up(axis.large + axis.offset - index, axis.stride);
  return {.count = std::max(end - first, 0),
          .first_output = first * axis.stride + index - axis.offset,
          .output_step = axis.stride,
          .first_input = first - (taps - 1) * axis.dilation,
          .input_step = 1,
          .taps = taps,
          .tap_step = axis.dilation,
          .first_kernel = index + axis.stride * (taps - 1),
          .kernel_step = -axis.stride};
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

}  // namespace keratin::kernels
