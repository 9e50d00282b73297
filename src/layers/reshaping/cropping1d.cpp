#include "keratin/layers/reshaping/cropping1d.hpp"

#include "layers/common/sides.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

template <int>
Cropping1D::Cropping1D(const Cropping1DOptions& options) : Described("Cropping1D", {}, options) {
  check_sides(*this, "cropping", options.cropping);
  set_input_spec({.rank = 3});
}

template Cropping1D::Cropping1D(const Cropping1DOptions&);

Shape Cropping1D::compute_output_shape(const Shape& input_shape) const {
  return framed_shape(*this, input_shape, volume_sides(options_.cropping), -1);
}

View Cropping1D::forward(View x, Tape& tape) const {
  const Buffer y = tape.allocate(compute_output_shape(x.shape()));
  kernels::crop(frame_of(y.shape(), volume_sides(options_.cropping)), x.data(), y.data());
  return y;
}

View Cropping1D::backward(View dy, Tape& tape) const {
  const Buffer dx = tape.allocate(framed_shape(*this, dy.shape(), volume_sides(options_.cropping), 1));
  kernels::pad_with_zeros(frame_of(dy.shape(), volume_sides(options_.cropping)), dy.data(), dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, Cropping1DOptions& options) {
  fields("cropping", options.cropping);
}

template class Described<Cropping1D, Layer, Cropping1DOptions>;

}  // namespace keratin::layers
