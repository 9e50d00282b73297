#include "keratin/layers/repeat_vector.hpp"

#include <fmt/format.h>

#include "kernels/axis.hpp"
#include "kernels/upsample.hpp"
#include "layers/common/layer_config.hpp"

namespace keratin::layers {

namespace {

/// Each vector is a pixel, repeated along the rows.
kernels::Upsampling geometry(int batch, int n, int features) {
  return {kernels::as_size(batch), 1, 1, kernels::as_size(features), kernels::as_size(n), 1};
}

}  // namespace

RepeatVector::RepeatVector(int n, const RepeatVectorOptions& options)
    : Layer("RepeatVector", options), n_(n), options_(options) {
  if (n <= 0) fail(fmt::format("n must be positive, but received {}.", n));
  set_input_spec({.rank = 2});
}

Shape RepeatVector::compute_output_shape(const Shape& input_shape) const {
  return {input_shape[0], n_, input_shape[1]};
}

View RepeatVector::forward(View x, Tape& tape) const {
  const Buffer y = tape.allocate(compute_output_shape(x.shape()));
  kernels::upsample_nearest(geometry(x.shape()[0], n_, x.shape()[1]), x.data(), y.data());
  return y;
}

View RepeatVector::backward(View dy, Tape& tape) const {
  const Buffer dx = tape.allocate({dy.shape()[0], dy.shape()[2]});
  kernels::upsample_nearest_gradient(geometry(dy.shape()[0], n_, dy.shape()[2]), dy.data(), dx.data());
  return dx;
}

std::shared_ptr<Layer> RepeatVector::clone() const {
  return std::make_shared<RepeatVector>(n_, own(options_));
}

template <class Fields>
void list_fields(Fields& /*fields*/, RepeatVectorOptions& /*options*/) {}

Config RepeatVector::get_config() const {
  Config config = Layer::get_config();
  config.set("n", to_config(n_));
  return write_config(std::move(config), options_);
}

std::shared_ptr<Layer> RepeatVector::from_config(const Config& config) {
  LayerConfigReader reader(config);
  const auto n = reader.required<int>("n");
  return std::make_shared<RepeatVector>(n, reader.options<RepeatVectorOptions>());
}

}  // namespace keratin::layers
