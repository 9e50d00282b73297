#include "keratin/layers/activation/p_re_lu.hpp"

#include <fmt/format.h>

#include "kernels/rectify.hpp"
#include "kernels/strided.hpp"
#include "layers/common/dimension.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

PReLU::PReLU(const PReLUOptions& options)
    : Described("PReLU", {}, options),
      alpha_initializer_(initializers::get(options.alpha_initializer)),
      alpha_options_(weight_options(options.alpha_regularizer, options.alpha_constraint)) {
  set_input_spec({.min_rank = 2});
}

void PReLU::build(const Shape& input_shape) {
  Shape alpha_shape = input_shape;
  for (int axis : options_.shared_axes) {
    if (axis < 1 || axis >= input_shape.rank()) {
      fail(fmt::format("shared_axes must be from 1 to {} for an input of shape {}, but received {}.",
                       input_shape.rank() - 1, to_string(input_shape), axis));
    }
    alpha_shape[axis] = 1;
  }
  alpha_shape = alpha_shape.without_batch();
  if (!alpha_shape.fully_known()) {
    fail_open(*this, "every dimension of its input that is not among the shared_axes", input_shape);
  }
  InputSpec spec{.rank = input_shape.rank()};
  for (int axis = 1; axis < input_shape.rank(); ++axis) {
    if (alpha_shape[axis - 1] != 1) spec.axes.emplace_back(axis, alpha_shape[axis - 1]);
  }
  alpha_ = add_weight("alpha", alpha_shape, alpha_initializer_, alpha_options_);
  set_input_spec(spec);
}

View PReLU::forward(View x, Tape& tape) const {
  const Buffer alpha = tape.allocate(x.shape().without_batch()), y = tape.allocate(x.shape());
  kernels::broadcast(alpha_->shape(), alpha.shape(), alpha_->data(), alpha.data());
  kernels::rectify_parametric(static_cast<std::size_t>(x.shape()[0]), alpha.size(), alpha.data(), x.data(),
                              y.data());
  tape.save(*this, {x, alpha});
  return y;
}

View PReLU::backward(View dy, Tape& tape) const {
  const auto [x, alpha] = tape.restore<2>(*this);
  const auto batch = static_cast<std::size_t>(x.shape()[0]);
  if (const Buffer gradient = tape.gradient(*alpha_); !gradient.empty()) {
    const Buffer dalpha = tape.allocate(alpha.shape());
    kernels::rectify_parametric_alpha_gradient(batch, alpha.size(), x.data(), dy.data(), dalpha.data());
    kernels::add_broadcast_gradient(alpha_->shape(), alpha.shape(), dalpha.data(), gradient.data());
  }
  if (!tape.needs_input_gradient()) return {};
  const Buffer dx = tape.allocate(x.shape());
  kernels::rectify_parametric_gradient(batch, alpha.size(), alpha.data(), x.data(), dy.data(), dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, PReLUOptions& options) {
  fields("alpha_initializer", options.alpha_initializer);
  fields("alpha_regularizer", options.alpha_regularizer);
  fields("alpha_constraint", options.alpha_constraint);
  fields("shared_axes", options.shared_axes);
}

template class Described<PReLU, Layer, PReLUOptions>;

}  // namespace keratin::layers
