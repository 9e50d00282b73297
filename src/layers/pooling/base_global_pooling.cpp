#include "keratin/layers/pooling/base_global_pooling.hpp"

#include "kernels/axis.hpp"
#include "kernels/global_pool.hpp"

namespace keratin {

namespace {

kernels::Pixels pixels_of(View x) {
  const std::size_t batch = kernels::as_size(x.shape()[0]), channels = kernels::as_size(x.shape().back());
  return {batch, x.size() / (batch * channels), channels};
}

}  // namespace

template <int rank>
Shape BaseGlobalPooling<rank>::image_shape(const Shape& input_shape) const {
  if (!keepdims_) return {input_shape[0], input_shape.back()};
  Shape shape = input_shape;
  for (int axis = 1; axis < rank - 1; ++axis) shape[axis] = 1;
  return shape;
}

template <int rank>
View BaseGlobalPooling<rank>::forward_images(View x, Tape& tape) const {
  const Buffer y = tape.allocate(image_shape(x.shape()));
  const auto pool = mode_ == PoolMode::max ? kernels::global_max_pool : kernels::global_average_pool;
  pool(pixels_of(x), x.data(), y.data());
  tape.save(*this, {x, y});
  return y;
}

template <int rank>
View BaseGlobalPooling<rank>::backward_images(View dy, Tape& tape) const {
  const auto [x, y] = tape.restore<2>(*this);
  const Buffer dx = tape.allocate(x.shape());
  if (mode_ == PoolMode::max) {
    kernels::global_max_pool_gradient(pixels_of(x), x.data(), y.data(), dy.data(), dx.data());
  } else {
    kernels::global_average_pool_gradient(pixels_of(x), dy.data(), dx.data());
  }
  return dx;
}

template class BaseGlobalPooling<3>;
template class BaseGlobalPooling<4>;
template class BaseGlobalPooling<5>;

}  // namespace keratin
