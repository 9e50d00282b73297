#include "keratin/layers/max_pooling1d.hpp"

#include "layers/pooling.hpp"
#include "layers/sequence.hpp"

namespace keratin::layers {

MaxPooling1D::MaxPooling1D(const MaxPooling1DOptions& options)
    : PictureLayer("MaxPooling1D", options),
      options_(options),
      padding_(parse_padding(*this, options.padding)) {
  check_pooling(*this, options.pool_size, options.strides);
}

kernels::Pooling MaxPooling1D::geometry(const Shape& input_shape) const {
  return sequence_pooling_of(input_shape, options_.pool_size, options_.strides, padding_);
}

Shape MaxPooling1D::picture_shape(const Shape& input_shape) const {
  return as_sequence(pooled_shape(as_picture(input_shape), geometry(input_shape)));
}

View MaxPooling1D::forward_pictures(View x, Tape& tape) const {
  const Buffer y = tape.allocate(picture_shape(x.shape()));
  kernels::max_pool(geometry(x.shape()), x.data(), y.data());
  tape.save(*this, {x});
  return y;
}

View MaxPooling1D::backward_pictures(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  const Buffer dx = tape.allocate(x.shape());
  kernels::max_pool_gradient(geometry(x.shape()), x.data(), dy.data(), dx.data());
  return dx;
}

std::shared_ptr<Layer> MaxPooling1D::clone() const { return std::make_shared<MaxPooling1D>(own(options_)); }

}  // namespace keratin::layers
