#include "keratin/layers/max_pooling2d.hpp"

#include "layers/pooling.hpp"

namespace keratin::layers {

template <int>
MaxPooling2D::MaxPooling2D(const MaxPooling2DOptions& options)
    : PictureLayer("MaxPooling2D", options),
      options_(options),
      padding_(parse_padding(*this, options.padding)) {
  check_pooling(*this, options.pool_size, options.strides);
}

template MaxPooling2D::MaxPooling2D(const MaxPooling2DOptions&);

kernels::Pooling MaxPooling2D::geometry(const Shape& input_shape) const {
  return pooling_of(input_shape, options_.pool_size, options_.strides, padding_);
}

Shape MaxPooling2D::picture_shape(const Shape& input_shape) const {
  return pooled_shape(input_shape, geometry(input_shape));
}

View MaxPooling2D::forward_pictures(View x, Tape& tape) const {
  const Buffer y = tape.allocate(picture_shape(x.shape()));
  kernels::max_pool(geometry(x.shape()), x.data(), y.data());
  tape.save(*this, {x});
  return y;
}

View MaxPooling2D::backward_pictures(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  const Buffer dx = tape.allocate(x.shape());
  kernels::max_pool_gradient(geometry(x.shape()), x.data(), dy.data(), dx.data());
  return dx;
}

std::shared_ptr<Layer> MaxPooling2D::clone() const { return std::make_shared<MaxPooling2D>(own(options_)); }

}  // namespace keratin::layers
