#include "keratin/layers/softmax.hpp"

#include <fmt/format.h>

#include <utility>

#include "kernels/softmax.hpp"
#include "kernels/strided.hpp"

namespace keratin::layers {

namespace {

/// The order of axes that exchanges `axis` with the last one.
Shape exchange_with_last(Shape shape, int axis) {
  for (int i = 0; i < shape.rank(); ++i) shape[i] = i;
  std::swap(shape[axis], shape[-1]);
  return shape;
}

Buffer permuted(View x, const Shape& order, Tape& tape) {
  Shape shape = order;
  for (int axis = 0; axis < order.rank(); ++axis) shape[axis] = x.shape()[order[axis]];
  const Buffer y = tape.allocate(shape);
  kernels::permute(x.shape(), order, x.data(), y.data());
  return y;
}

}  // namespace

Softmax::Softmax(const SoftmaxOptions& options) : Layer("Softmax", options), options_(options) {
  set_input_spec({.min_rank = 2});
}

void Softmax::build(const Shape& input_shape) {
  const int rank = input_shape.rank(), axis = options_.axis < 0 ? options_.axis + rank : options_.axis;
  if (axis < 1 || axis >= rank) {
    fail(fmt::format("axis {} is none of an input of shape {}, or its batch.", options_.axis,
                     to_string(input_shape)));
  }
  if (axis == rank - 1) set_activation("softmax");
  set_input_spec({.rank = rank});
}

View Softmax::forward(View x, Tape& tape) const {
  if (activation() != nullptr) return x;
  const Shape order = exchange_with_last(x.shape(), options_.axis);
  const Buffer logits = permuted(x, order, tape), y = tape.allocate(logits.shape());
  const auto columns = static_cast<std::size_t>(y.shape().back());
  kernels::softmax(y.size() / columns, columns, logits.data(), y.data());
  tape.save(*this, {y});
  return permuted(y, order, tape);
}

View Softmax::backward(View dy, Tape& tape) const {
  if (activation() != nullptr) return dy;
  const auto [y] = tape.restore<1>(*this);
  const Shape order = exchange_with_last(dy.shape(), options_.axis);
  const Buffer gradient = permuted(dy, order, tape), dx = tape.allocate(y.shape());
  const auto columns = static_cast<std::size_t>(y.shape().back());
  kernels::softmax_gradient(y.size() / columns, columns, y.data(), gradient.data(), dx.data());
  return permuted(dx, order, tape);
}

std::shared_ptr<Layer> Softmax::clone() const { return std::make_shared<Softmax>(own(options_)); }

}  // namespace keratin::layers
