#include "keratin/layers/reshaping/permute.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernels/strided.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

Permute::Permute(const Shape& dims, const PermuteOptions& options)
    : Described("Permute", {dims}, options), dims_(dims) {
  bool complete = dims.rank() < Shape::max_rank;
  for (int axis = 1; axis <= dims.rank(); ++axis) complete &= std::count(dims.begin(), dims.end(), axis) == 1;
  if (!complete) {
    fail(
        fmt::format("dims must hold each of 1, 2, … up to their number (at most {}) once, but received ({}).",
                    Shape::max_rank - 1, fmt::join(dims, ", ")));
  }
  set_input_spec({.rank = dims.rank() + 1});
}

Shape Permute::compute_output_shape(const Shape& input_shape) const {
  Shape output_shape{input_shape[0]};
  for (int axis : dims_) output_shape.push_back(input_shape[axis]);
  return output_shape;
}

View Permute::forward(View x, Tape& tape) const {
  const Buffer y = tape.allocate(compute_output_shape(x.shape()));
  kernels::permute(x.shape(), dims_.with_batch(0), x.data(), y.data());
  return y;
}

View Permute::backward(View dy, Tape& tape) const {
  Shape inverse = dy.shape(), input_shape = dy.shape();
  inverse[0] = 0;
  for (int axis = 1; axis < inverse.rank(); ++axis) {
    inverse[dims_[axis - 1]] = axis;
    input_shape[dims_[axis - 1]] = dy.shape()[axis];
  }
  const Buffer dx = tape.allocate(input_shape);
  kernels::permute(dy.shape(), inverse, dy.data(), dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, Shape& dims, PermuteOptions& /*options*/) {
  fields.required("dims", dims);
}

template class Described<Permute, Layer, PermuteOptions, Shape>;

}  // namespace keratin::layers
