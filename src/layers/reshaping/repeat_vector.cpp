#include "keratin/layers/reshaping/repeat_vector.hpp"

#include <fmt/format.h>

#include "kernels/axis.hpp"
#include "kernels/upsample.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

/// Each vector is a pixel, repeated along the rows of its plane.
kernels::Upsampling geometry(int batch, int n, int features) {
  return {kernels::as_size(batch), 1, 1, kernels::as_size(features), 1, kernels::as_size(n), 1};
}

}  // namespace

RepeatVector::RepeatVector(int n, const RepeatVectorOptions& options)
    : Described("RepeatVector", {n}, options), n_(n) {
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

template <class Fields>
void list_fields(Fields& fields, int& n, RepeatVectorOptions& /*options*/) {
  fields.required("n", n);
}

template class Described<RepeatVector, Layer, RepeatVectorOptions, int>;

}  // namespace keratin::layers
