#include "keratin/layers/global_average_pooling1d.hpp"

#include "kernels/axis.hpp"
#include "kernels/global_pool.hpp"

namespace keratin::layers {

namespace {

kernels::Pixels pixels_of(const Shape& x) {
  return {kernels::as_size(x[0]), kernels::as_size(x[1]), kernels::as_size(x[2])};
}

}  // namespace

GlobalAveragePooling1D::GlobalAveragePooling1D(const GlobalAveragePooling1DOptions& options)
    : PictureLayer("GlobalAveragePooling1D", options), options_(options) {}

Shape GlobalAveragePooling1D::picture_shape(const Shape& input_shape) const {
  if (options_.keepdims) return {input_shape[0], 1, input_shape[2]};
  return {input_shape[0], input_shape[2]};
}

View GlobalAveragePooling1D::forward_pictures(View x, Tape& tape) const {
  const Buffer y = tape.allocate(picture_shape(x.shape()));
  kernels::global_average_pool(pixels_of(x.shape()), x.data(), y.data());
  tape.save(*this, {x});
  return y;
}

View GlobalAveragePooling1D::backward_pictures(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  const Buffer dx = tape.allocate(x.shape());
  kernels::global_average_pool_gradient(pixels_of(x.shape()), dy.data(), dx.data());
  return dx;
}

std::shared_ptr<Layer> GlobalAveragePooling1D::clone() const {
  return std::make_shared<GlobalAveragePooling1D>(own(options_));
}

}  // namespace keratin::layers
