#include "keratin/layers/global_average_pooling2d.hpp"

#include "kernels/global_pool.hpp"

namespace keratin::layers {

namespace {

kernels::Pixels pixels_of(const Shape& x) {
  return {static_cast<std::size_t>(x[0]), static_cast<std::size_t>(x[1]) * static_cast<std::size_t>(x[2]),
          static_cast<std::size_t>(x[3])};
}

}  // namespace

GlobalAveragePooling2D::GlobalAveragePooling2D(const GlobalAveragePooling2DOptions& options)
    : PictureLayer("GlobalAveragePooling2D", options), options_(options) {}

Shape GlobalAveragePooling2D::picture_shape(const Shape& input_shape) const {
  if (options_.keepdims) return {input_shape[0], 1, 1, input_shape[3]};
  return {input_shape[0], input_shape[3]};
}

View GlobalAveragePooling2D::forward_pictures(View x, Tape& tape) const {
  const Buffer y = tape.allocate(picture_shape(x.shape()));
  kernels::global_average_pool(pixels_of(x.shape()), x.data(), y.data());
  tape.save(*this, {x});
  return y;
}

View GlobalAveragePooling2D::backward_pictures(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  const Buffer dx = tape.allocate(x.shape());
  kernels::global_average_pool_gradient(pixels_of(x.shape()), dy.data(), dx.data());
  return dx;
}

std::shared_ptr<Layer> GlobalAveragePooling2D::clone() const {
  return std::make_shared<GlobalAveragePooling2D>(own(options_));
}

}  // namespace keratin::layers
