#include "keratin/layers/up_sampling1d.hpp"

#include "keratin/fusion.hpp"
#include "kernels/axis.hpp"
#include "kernels/upsample.hpp"
#include "layers/common/dimension.hpp"
#include "layers/common/layer_config.hpp"
#include "layers/common/window.hpp"

namespace keratin::layers {

namespace {

kernels::Upsampling geometry(const Shape& x, int size) {
  using kernels::as_size;
  return {as_size(x[0]), as_size(x[1]), 1, as_size(x[2]), as_size(size), 1};
}

}  // namespace

UpSampling1D::UpSampling1D(const UpSampling1DOptions& options)
    : Layer("UpSampling1D", options), options_(options) {
  check_positive(*this, "size", options.size);
  set_input_spec({.rank = 3});
}

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

std::shared_ptr<Layer> UpSampling1D::clone() const { return std::make_shared<UpSampling1D>(own(options_)); }

template <class Fields>
void list_fields(Fields& fields, UpSampling1DOptions& options) {
  fields("size", options.size);
}

Config UpSampling1D::get_config() const { return write_config(Layer::get_config(), options_); }

std::shared_ptr<Layer> UpSampling1D::from_config(const Config& config) {
  LayerConfigReader reader(config);
  return std::make_shared<UpSampling1D>(reader.options<UpSampling1DOptions>());
}

}  // namespace keratin::layers
