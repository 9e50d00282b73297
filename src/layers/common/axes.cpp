#include "layers/common/axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "kernels/strided.hpp"
#include "layers/common/dimension.hpp"

namespace keratin::layers {

namespace {

View permuted(View x, const Shape& order, Tape& tape) {
  if (std::is_sorted(order.begin(), order.end())) return x;
  Shape shape = order;
  for (int axis = 0; axis < order.rank(); ++axis) shape[axis] = x.shape()[order[axis]];
  const Buffer y = tape.allocate(shape);
  kernels::permute(x.shape(), order, x.data(), y.data());
  return y;
}

}  // namespace

LastAxes::LastAxes(const Layer& layer, const Axes& axes, const Shape& input_shape) {
  const int rank = input_shape.rank();
  std::array<bool, Shape::max_rank> chosen{};
  for (int axis : axes) {
    const int place = axis < 0 ? axis + rank : axis;
    if (place < 1 || place >= rank) {
      fail_axis(layer, axis, input_shape);
    }
    if (std::exchange(chosen[static_cast<std::size_t>(place)], true)) {
      layer.fail(
          fmt::format("axis {} of an input of shape {} is given twice.", axis, to_string(input_shape)));
    }
    ++count_;
  }
  if (count_ == 0) layer.fail("axis must name at least one axis.");
  for (bool last : {false, true}) {
    for (int axis = 0; axis < rank; ++axis) {
      if (chosen[static_cast<std::size_t>(axis)] == last) order_.push_back(axis);
    }
  }
}

Shape LastAxes::sizes(const Shape& input_shape) const {
  Shape sizes;
  for (int i = order_.rank() - count_; i < order_.rank(); ++i) sizes.push_back(input_shape[order_[i]]);
  return sizes;
}

Shape LastAxes::other_sizes(const Shape& input_shape) const {
  Shape sizes;
  for (int i = 0; i < order_.rank() - count_; ++i) sizes.push_back(input_shape[order_[i]]);
  return sizes;
}

bool LastAxes::are_last() const { return std::is_sorted(order_.begin(), order_.end()); }

View LastAxes::put_last(View x, Tape& tape) const { return permuted(x, order_, tape); }

View LastAxes::put_back(View y, Tape& tape) const {
  Shape inverse = order_;
  for (int i = 0; i < order_.rank(); ++i) inverse[order_[i]] = i;
  return permuted(y, inverse, tape);
}

}  // namespace keratin::layers
