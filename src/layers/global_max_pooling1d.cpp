#include "keratin/layers/global_max_pooling1d.hpp"

#include "kernels/axis.hpp"
#include "kernels/global_pool.hpp"

namespace keratin::layers {

namespace {

kernels::Pixels pixels_of(const Shape& x) {
  return {kernels::as_size(x[0]), kernels::as_size(x[1]), kernels::as_size(x[2])};
}

}  // namespace

GlobalMaxPooling1D::GlobalMaxPooling1D(const GlobalMaxPooling1DOptions& options)
    : PictureLayer("GlobalMaxPooling1D", options), options_(options) {}

Shape GlobalMaxPooling1D::picture_shape(const Shape& input_shape) const {
  if (options_.keepdims) return {input_shape[0], 1, input_shape[2]};
  return {input_shape[0], input_shape[2]};
}

View GlobalMaxPooling1D::forward_pictures(View x, Tape& tape) const {
  const Buffer y = tape.allocate(picture_shape(x.shape()));
  kernels::global_max_pool(pixels_of(x.shape()), x.data(), y.data());
  tape.save(*this, {x, y});
  return y;
}

View GlobalMaxPooling1D::backward_pictures(View dy, Tape& tape) const {
  const auto [x, y] = tape.restore<2>(*this);
  const Buffer dx = tape.allocate(x.shape());
  kernels::global_max_pool_gradient(pixels_of(x.shape()), x.data(), y.data(), dy.data(), dx.data());
  return dx;
}

std::shared_ptr<Layer> GlobalMaxPooling1D::clone() const {
  return std::make_shared<GlobalMaxPooling1D>(own(options_));
}

}  // namespace keratin::layers
