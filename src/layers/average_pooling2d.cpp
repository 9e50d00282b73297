#include "keratin/layers/average_pooling2d.hpp"

#include "layers/pooling.hpp"

namespace keratin::layers {

AveragePooling2D::AveragePooling2D(Size2D pool_size, const AveragePooling2DOptions& options)
    : PictureLayer("AveragePooling2D", options),
      pool_size_(pool_size),
      options_(options),
      padding_(parse_padding(*this, options.padding)) {
  check_pooling(*this, pool_size, options.strides);
}

kernels::Pooling AveragePooling2D::geometry(const Shape& input_shape) const {
  return pooling_of(input_shape, pool_size_, options_.strides, padding_);
}

Shape AveragePooling2D::picture_shape(const Shape& input_shape) const {
  return pooled_shape(input_shape, geometry(input_shape));
}

View AveragePooling2D::forward_pictures(View x, Tape& tape) const {
  const Buffer y = tape.allocate(picture_shape(x.shape()));
  kernels::average_pool(geometry(x.shape()), x.data(), y.data());
  tape.save(*this, {x});
  return y;
}

View AveragePooling2D::backward_pictures(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  const Buffer dx = tape.allocate(x.shape());
  kernels::average_pool_gradient(geometry(x.shape()), dy.data(), dx.data());
  return dx;
}

std::shared_ptr<Layer> AveragePooling2D::clone() const {
  return std::make_shared<AveragePooling2D>(pool_size_, own(options_));
}

}  // namespace keratin::layers
