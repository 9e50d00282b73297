#include "keratin/layers/reshaping/cropping3d.hpp"

#include "layers/common/sides.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

template <int>
Cropping3D::Cropping3D(const Cropping3DOptions& options) : Described("Cropping3D", {}, options) {
  check_sides(*this, "cropping", options.cropping);
}

template Cropping3D::Cropping3D(const Cropping3DOptions&);

Shape Cropping3D::image_shape(const Shape& input_shape) const {
  return framed_shape(*this, input_shape, volume_sides(options_.cropping), -1);
}

View Cropping3D::forward_images(View x, Tape& tape) const {
  const Buffer y = tape.allocate(image_shape(x.shape()));
  kernels::crop(frame_of(y.shape(), volume_sides(options_.cropping)), x.data(), y.data());
  return y;
}

View Cropping3D::backward_images(View dy, Tape& tape) const {
  const Buffer dx = tape.allocate(framed_shape(*this, dy.shape(), volume_sides(options_.cropping), 1));
  kernels::pad_with_zeros(frame_of(dy.shape(), volume_sides(options_.cropping)), dy.data(), dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, Cropping3DOptions& options) {
  fields("cropping", options.cropping);
  list_data_format(fields, options);
}

template class Described<Cropping3D, ImageLayer<Layer, 5>, Cropping3DOptions>;

}  // namespace keratin::layers
