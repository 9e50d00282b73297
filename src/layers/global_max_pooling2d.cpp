#include "keratin/layers/global_max_pooling2d.hpp"

#include "kernels/global_pool.hpp"

namespace keratin::layers {

namespace {

kernels::Pixels pixels_of(const Shape& x) {
  return {static_cast<std::size_t>(x[0]), static_cast<std::size_t>(x[1]) * static_cast<std::size_t>(x[2]),
          static_cast<std::size_t>(x[3])};
}

}  // namespace

GlobalMaxPooling2D::GlobalMaxPooling2D(const GlobalMaxPooling2DOptions& options)
    : PictureLayer("GlobalMaxPooling2D", options), options_(options) {}

Shape GlobalMaxPooling2D::picture_shape(const Shape& input_shape) const {
  if (options_.keepdims) return {input_shape[0], 1, 1, input_shape[3]};
  return {input_shape[0], input_shape[3]};
}

View GlobalMaxPooling2D::forward_pictures(View x, Tape& tape) const {
  const Buffer y = tape.allocate(picture_shape(x.shape()));
  kernels::global_max_pool(pixels_of(x.shape()), x.data(), y.data());
  tape.save(*this, {x, y});
  return y;
}

View GlobalMaxPooling2D::backward_pictures(View dy, Tape& tape) const {
  const auto [x, y] = tape.restore<2>(*this);
  const Buffer dx = tape.allocate(x.shape());
  kernels::global_max_pool_gradient(pixels_of(x.shape()), x.data(), y.data(), dy.data(), dx.data());
  return dx;
}

std::shared_ptr<Layer> GlobalMaxPooling2D::clone() const {
  return std::make_shared<GlobalMaxPooling2D>(own(options_));
}

}  // namespace keratin::layers
