#include "keratin/layers/reshaping/cropping2d.hpp"

#include "layers/common/sides.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

template <int>
Cropping2D::Cropping2D(const Cropping2DOptions& options) : Described("Cropping2D", {}, options) {
  check_sides(*this, "cropping", options.cropping);
}

template Cropping2D::Cropping2D(const Cropping2DOptions&);

Shape Cropping2D::image_shape(const Shape& input_shape) const {
  return framed_shape(*this, input_shape, volume_sides(options_.cropping), -1);
}

View Cropping2D::forward_images(View x, Tape& tape) const {
  const Buffer y = tape.allocate(image_shape(x.shape()));
  kernels::crop(frame_of(y.shape(), volume_sides(options_.cropping)), x.data(), y.data());
  return y;
}

View Cropping2D::backward_images(View dy, Tape& tape) const {
  const Buffer dx = tape.allocate(framed_shape(*this, dy.shape(), volume_sides(options_.cropping), 1));
  kernels::pad_with_zeros(frame_of(dy.shape(), volume_sides(options_.cropping)), dy.data(), dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, Cropping2DOptions& options) {
  fields("cropping", options.cropping);
  list_data_format(fields, options);
}

template class Described<Cropping2D, ImageLayer<Layer>, Cropping2DOptions>;

}  // namespace keratin::layers
