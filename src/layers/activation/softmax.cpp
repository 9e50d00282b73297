#include "keratin/layers/activation/softmax.hpp"

#include "kernels/softmax.hpp"
#include "layers/common/axes.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

Softmax::Softmax(const SoftmaxOptions& options) : Described("Softmax", {}, options) {
  set_input_spec({.min_rank = 2});
}

Softmax::Softmax(int axis, const SoftmaxOptions& options)
    : Softmax(options_with(&SoftmaxOptions::axis, axis, options)) {}

void Softmax::build(const Shape& input_shape) {
  const LastAxes axis(*this, options_.axis, input_shape);
  if (axis.are_last()) set_activation("softmax");
  set_input_spec({.rank = input_shape.rank()});
}

View Softmax::forward(View x, Tape& tape) const {
  if (activation() != nullptr) return x;
  const LastAxes axis(*this, options_.axis, x.shape());
  const View logits = axis.put_last(x, tape);
  const Buffer y = tape.allocate(logits.shape());
  const auto columns = static_cast<std::size_t>(y.shape().back());
  kernels::softmax(y.size() / columns, columns, logits.data(), y.data());
  tape.save(*this, {y});
  return axis.put_back(y, tape);
}

View Softmax::backward(View dy, Tape& tape) const {
  if (activation() != nullptr) return dy;
  const auto [y] = tape.restore<1>(*this);
  const LastAxes axis(*this, options_.axis, dy.shape());
  const View gradient = axis.put_last(dy, tape);
  const Buffer dx = tape.allocate(y.shape());
  const auto columns = static_cast<std::size_t>(y.shape().back());
  kernels::softmax_gradient(y.size() / columns, columns, y.data(), gradient.data(), dx.data());
  return axis.put_back(dx, tape);
}

template <class Fields>
void list_fields(Fields& fields, SoftmaxOptions& options) {
  fields("axis", options.axis);
}

template class Described<Softmax, Layer, SoftmaxOptions>;

}  // namespace keratin::layers
