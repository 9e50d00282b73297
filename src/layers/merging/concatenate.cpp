#include "keratin/layers/merging/concatenate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "keratin/fusion.hpp"
#include "kernels/merging.hpp"
#include "layers/common/dimension.hpp"
#include "layers/common/merged.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

/// The elements of an array with one place on each axis before this one.
std::size_t elements_from(const Shape& shape, int axis) {
  std::size_t count = 1;
  for (; axis < shape.rank(); ++axis) count *= static_cast<std::size_t>(shape[axis]);
  return count;
}

int joined_size(const Layer& layer, int a, int b) {
  return a == None || b == None ? None : output_dimension(layer, std::int64_t{a} + b);
}

}  // namespace

Concatenate::Concatenate(const ConcatenateOptions& options) : Described("Concatenate", {}, options) {}

int Concatenate::axis_of(const Shape& input) const {
  const int axis = options_.axis < 0 ? options_.axis + input.rank() : options_.axis;
  if (axis < 0 || axis >= input.rank())
    fail(fmt::format(
        "axis {} is not an axis of an input of shape {}. Give one from 1 to {}, or -1 for the last.",
        options_.axis, to_string(input), input.rank() - 1));
  return axis;
}

Shape Concatenate::merged_shape(std::span<const Shape> inputs) const {
  Shape merged = inputs.front();
  const int joined = axis_of(merged);
  for (const Shape& input : inputs.subspan(1)) {
    Shape elsewhere = input;
    if (input.rank() == merged.rank()) elsewhere[joined] = merged[joined];
    if (!compatible(elsewhere, merged)) {
      fail(
          fmt::format("its inputs must have matching shapes except on axis {}, but received {}. Crop, pad or "
                      "resize one of them, or choose another axis.",
                      options_.axis, listed(inputs)));
    }
    for (int axis = 0; axis < merged.rank(); ++axis) {
      if (axis == joined) {
        merged[axis] = joined_size(*this, merged[axis], input[axis]);
      } else if (axis == 0 ? merged[axis] == None : input[axis] == None) {
        merged[axis] = input[axis];
      }
    }
  }
  return merged;
}

View Concatenate::merge(std::span<const View> x, Tape& tape) const {
  if (x.size() == 1) return x.front();
  const Shape shape = merged_shape(shapes_of(x));
  const int axis = axis_of(shape);
  const Buffer y = tape.allocate(shape);
  std::vector<kernels::Strip<const float>> strips;
  for (const View& one : x) {
    strips.push_back({one.data(), elements_from(one.shape(), axis)});
    tape.save(*this, {one});
  }
  kernels::concatenate(y.size() / elements_from(shape, axis), strips, y.data());
  return y;
}

void Concatenate::merge_backward(View dy, std::span<View> dx, Tape& tape) const {
  if (dx.size() == 1) {
    dx.front() = dy;
    return;
  }
  const int axis = axis_of(dy.shape());
  const std::size_t length = elements_from(dy.shape(), axis), rows = dy.size() / length;
  std::vector<kernels::Strip<float>> strips(dx.size());
  const float* end = dy.data() + dy.size();
  for (std::size_t i = dx.size(); i-- > 0;) {
    const Shape shape = tape.restore<1>(*this)[0].shape();
    strips[i].length = elements_from(shape, axis);
    end -= strips[i].length;
    if (!tape.needs_input_gradient(i)) continue;
    if (rows == 1) {
      dx[i] = {end, shape};
      continue;
    }
    const Buffer gradient = tape.allocate(shape);
    strips[i].data = gradient.data();
    dx[i] = gradient;
  }
  if (rows > 1) kernels::split(rows, dy.data(), strips);
}

bool Concatenate::join_previous(Fusion& fusion, bool training) const {
  fusion.is_part = true;
  return !training;
}

template <class Fields>
void list_fields(Fields& fields, ConcatenateOptions& options) {
  fields("axis", options.axis);
}

template class Described<Concatenate, MergingLayer, ConcatenateOptions>;

}  // namespace keratin::layers
