#include "keratin/layers/reshaping/up_sampling1d.hpp"

#include "keratin/fusion.hpp"
#include "kernels/axis.hpp"
#include "kernels/upsample.hpp"
#include "layers/common/dimension.hpp"
#include "layers/common/window.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

kernels::Upsampling geometry(const Shape& x, int size) {
  using kernels::as_size;
  return {as_size(x[0]), as_size(x[1]), 1, as_size(x[2]), 1, as_size(size), 1};
}

}  // namespace

UpSampling1D::UpSampling1D(const UpSampling1DOptions& options) : Described("UpSampling1D", {}, options) {
  check_positive(*this, "size", options.size);
  set_input_spec({.rank = 3});
}

UpSampling1D::UpSampling1D(int size, const UpSampling1DOptions& options)
    : UpSampling1D(options_with(&UpSampling1DOptions::size, size, options)) {}

Shape UpSampling1D::compute_output_shape(const Shape& input_shape) const {
  const int steps = input_shape[1];
  return {input_shape[0], steps == None ? None : output_dimension(*this, std::int64_t{steps} * options_.size),
          input_shape[2]};
}

View UpSampling1D::forward(View x, Tape& tape) const {
  const Buffer y = tape.allocate(compute_output_shape(x.shape()));
  kernels::upsample_nearest(geometry(x.shape(), options_.size), x.data(), y.data());
  return y;
}

View UpSampling1D::backward(View dy, Tape& tape) const {
  const Buffer dx = tape.allocate({dy.shape()[0], dy.shape()[1] / options_.size, dy.shape()[2]});
  kernels::upsample_nearest_gradient(geometry(dx.shape(), options_.size), dy.data(), dx.data());
  return dx;
}

bool UpSampling1D::join_following(Fusion& fusion) const {
  fusion.upsampling = {1, options_.size};
  return true;
}

template <class Fields>
void list_fields(Fields& fields, UpSampling1DOptions& options) {
  fields("size", options.size);
}

template class Described<UpSampling1D, Layer, UpSampling1DOptions>;

}  // namespace keratin::layers
