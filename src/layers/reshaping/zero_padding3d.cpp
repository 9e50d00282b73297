#include "keratin/layers/reshaping/zero_padding3d.hpp"

#include "layers/common/sides.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

template <int>
ZeroPadding3D::ZeroPadding3D(const ZeroPadding3DOptions& options) : Described("ZeroPadding3D", {}, options) {
  check_sides(*this, "padding", options.padding);
}

template ZeroPadding3D::ZeroPadding3D(const ZeroPadding3DOptions&);

Shape ZeroPadding3D::image_shape(const Shape& input_shape) const {
  return framed_shape(*this, input_shape, volume_sides(options_.padding), 1);
}

View ZeroPadding3D::forward_images(View x, Tape& tape) const {
  const Buffer y = tape.allocate(image_shape(x.shape()));
  kernels::pad_with_zeros(frame_of(x.shape(), volume_sides(options_.padding)), x.data(), y.data());
  return y;
}

View ZeroPadding3D::backward_images(View dy, Tape& tape) const {
  const Buffer dx = tape.allocate(framed_shape(*this, dy.shape(), volume_sides(options_.padding), -1));
  kernels::crop(frame_of(dx.shape(), volume_sides(options_.padding)), dy.data(), dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, ZeroPadding3DOptions& options) {
  fields("padding", options.padding);
  list_data_format(fields, options);
}

template class Described<ZeroPadding3D, ImageLayer<Layer, 5>, ZeroPadding3DOptions>;

}  // namespace keratin::layers
