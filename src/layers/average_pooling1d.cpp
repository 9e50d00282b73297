#include "keratin/layers/average_pooling1d.hpp"

#include "layers/pooling.hpp"
#include "layers/sequence.hpp"

namespace keratin::layers {

AveragePooling1D::AveragePooling1D(int pool_size, const AveragePooling1DOptions& options)
    : PictureLayer("AveragePooling1D", options),
      pool_size_(pool_size),
      options_(options),
      padding_(parse_padding(*this, options.padding)) {
  check_pooling(*this, pool_size, options.strides);
}

kernels::Pooling AveragePooling1D::geometry(const Shape& input_shape) const {
  return sequence_pooling_of(input_shape, pool_size_, options_.strides, padding_);
}

Shape AveragePooling1D::picture_shape(const Shape& input_shape) const {
  return as_sequence(pooled_shape(as_picture(input_shape), geometry(input_shape)));
}

View AveragePooling1D::forward_pictures(View x, Tape& tape) const {
  const Buffer y = tape.allocate(picture_shape(x.shape()));
  kernels::average_pool(geometry(x.shape()), x.data(), y.data());
  tape.save(*this, {x});
  return y;
}

View AveragePooling1D::backward_pictures(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  const Buffer dx = tape.allocate(x.shape());
  kernels::average_pool_gradient(geometry(x.shape()), dy.data(), dx.data());
  return dx;
}

std::shared_ptr<Layer> AveragePooling1D::clone() const {
  return std::make_shared<AveragePooling1D>(pool_size_, own(options_));
}

}  // namespace keratin::layers
