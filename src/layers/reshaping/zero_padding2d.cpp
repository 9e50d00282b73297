#include "keratin/layers/reshaping/zero_padding2d.hpp"

#include "layers/common/sides.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

template <int>
ZeroPadding2D::ZeroPadding2D(const ZeroPadding2DOptions& options) : Described("ZeroPadding2D", {}, options) {
  check_sides(*this, "padding", options.padding);
}

template ZeroPadding2D::ZeroPadding2D(const ZeroPadding2DOptions&);

Shape ZeroPadding2D::image_shape(const Shape& input_shape) const {
  return framed_shape(*this, input_shape, volume_sides(options_.padding), 1);
}

View ZeroPadding2D::forward_images(View x, Tape& tape) const {
  const Buffer y = tape.allocate(image_shape(x.shape()));
  kernels::pad_with_zeros(frame_of(x.shape(), volume_sides(options_.padding)), x.data(), y.data());
  return y;
}

View ZeroPadding2D::backward_images(View dy, Tape& tape) const {
  const Buffer dx = tape.allocate(framed_shape(*this, dy.shape(), volume_sides(options_.padding), -1));
  kernels::crop(frame_of(dx.shape(), volume_sides(options_.padding)), dy.data(), dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, ZeroPadding2DOptions& options) {
  fields("padding", options.padding);
  list_data_format(fields, options);
}

template class Described<ZeroPadding2D, ImageLayer<Layer>, ZeroPadding2DOptions>;

}  // namespace keratin::layers
