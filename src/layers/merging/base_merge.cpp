#include "keratin/layers/merging/base_merge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernels/merging.hpp"
#include "kernels/strided.hpp"
#include "layers/common/merged.hpp"

namespace keratin {

namespace {

/// The shape with axes of 1 behind the batch, up to this rank.
Shape of_rank(int rank, const Shape& shape) {
  Shape longer{shape[0]};
  for (int axis = shape.rank(); axis < rank; ++axis) longer.push_back(1);
  for (int axis = 1; axis < shape.rank(); ++axis) longer.push_back(shape[axis]);
  return longer;
}

/// The size that two sizes of an axis are broadcast to; 0 if they cannot be. An open one stays open.
int broadcast_size(int a, int b) {
  if (a == None || b == None) return None;
  if (a == 1) return b;
  return b == 1 || a == b ? a : 0;
}

/// `x` in this shape: a copy only if it must be repeated.
View broadcast_to(const Shape& shape, View x, Tape& tape) {
  const Shape from = of_rank(shape.rank(), x.shape());
  if (from == shape) return x.reshaped(shape);
  const Buffer y = tape.allocate(shape);
  kernels::broadcast(from, shape, x.data(), y.data());
  return y;
}

/// The inverse: the gradient with respect to an input of this shape.
View summed_to(const Shape& shape, View dy, Tape& tape) {
  const Shape from = of_rank(dy.shape().rank(), shape);
  if (from == dy.shape()) return dy.reshaped(shape);
  const Buffer dx = tape.allocate(shape);
  kernels::sum_repeated(from, dy.shape(), dy.data(), dx.data());
  return dx;
}

std::vector<const float*> memory_of(std::span<const View> x) {
  std::vector<const float*> memory;
  for (const View& one : x) memory.push_back(one.data());
  return memory;
}

}  // namespace

Shape BaseMerge::merged_shape(std::span<const Shape> inputs) const {
  int rank = 0;
  for (const Shape& input : inputs) rank = std::max(rank, input.rank());
  Shape merged = of_rank(rank, inputs.front());
  merged[0] = layers::merged_batch(*this, inputs);
  for (const Shape& input : inputs.subspan(1)) {
    const Shape next = of_rank(rank, input);
    for (int axis = 1; axis < rank; ++axis) {
      merged[axis] = broadcast_size(merged[axis], next[axis]);
      if (merged[axis] != 0) continue;
      fail(
          fmt::format("inputs have incompatible shapes: received {}. On each axis after the batch, counted "
                      "from the end, sizes must be equal, or 1 for an input that is to be repeated.",
                      layers::listed(inputs)));
    }
  }
  return merged;
}

View BaseMerge::merge(std::span<const View> x, Tape& tape) const {
  if (x.size() == 1) return x.front();
  const Shape shape = merged_shape(layers::shapes_of(x));
  std::vector<View> equal;
  for (const View& one : x) {
    equal.push_back(broadcast_to(shape, one, tape));
    tape.save(*this, {one});
  }
  return merge_equal(equal, tape);
}

void BaseMerge::merge_backward(View dy, std::span<View> dx, Tape& tape) const {
  if (dx.size() == 1) {
    dx.front() = dy;
    return;
  }
  merge_equal_backward(dy, dx, tape);
  for (std::size_t i = dx.size(); i-- > 0;) {
    const auto [x] = tape.restore<1>(*this);
    dx[i] = tape.needs_input_gradient(i) ? summed_to(x.shape(), dx[i], tape) : View();
  }
}

View BaseMerge::computed(std::span<const View> x, Tape& tape, Kernel kernel) {
  const Buffer y = tape.allocate(x.front().shape());
  kernel(y.size(), memory_of(x), y.data());
  return y;
}

void BaseMerge::save_inputs(std::span<const View> x, Tape& tape) const {
  for (const View& one : x) tape.save(*this, {one});
}

void BaseMerge::differentiate(View dy, std::span<View> dx, Tape& tape, GradientKernel kernel) const {
  std::vector<View> x(dx.size());
  std::vector<float*> gradients(dx.size());
  for (std::size_t i = dx.size(); i-- > 0;) {
    x[i] = tape.restore<1>(*this)[0];
    if (!tape.needs_input_gradient(i)) continue;
    const Buffer gradient = tape.allocate(dy.shape());
    gradients[i] = gradient.data();
    dx[i] = gradient;
  }
  kernel(dy.size(), memory_of(x), dy.data(), gradients);
}

}  // namespace keratin
