#include "keratin/layers/reshaping/up_sampling3d.hpp"

#include "kernels/axis.hpp"
#include "kernels/upsample.hpp"
#include "layers/common/dimension.hpp"
#include "layers/common/window.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

kernels::Upsampling geometry(const Shape& x, Size3D size) {
  using kernels::as_size;
  return {.planes = as_size(x[0]) * as_size(x[1]),
          .rows = as_size(x[2]),
          .columns = as_size(x[3]),
          .channels = as_size(x[4]),
          .plane_factor = as_size(size.depth),
          .row_factor = as_size(size.rows),
          .column_factor = as_size(size.columns)};
}

}  // namespace

template <int>
UpSampling3D::UpSampling3D(const UpSampling3DOptions& options) : Described("UpSampling3D", {}, options) {
  check_positive(*this, "size", options.size);
}

UpSampling3D::UpSampling3D(Size3D size, const UpSampling3DOptions& options)
    : UpSampling3D(options_with(&UpSampling3DOptions::size, size, options)) {}

template UpSampling3D::UpSampling3D(const UpSampling3DOptions&);

Shape UpSampling3D::image_shape(const Shape& input_shape) const {
  const auto enlarged = [&](int size, int factor) {
    return size == None ? None : output_dimension(*this, std::int64_t{size} * factor);
  };
  const Size3D factors = options_.size;
  return {input_shape[0], enlarged(input_shape[1], factors.depth), enlarged(input_shape[2], factors.rows),
          enlarged(input_shape[3], factors.columns), input_shape[4]};
}

View UpSampling3D::forward_images(View x, Tape& tape) const {
  const Buffer y = tape.allocate(image_shape(x.shape()));
  kernels::upsample_nearest(geometry(x.shape(), options_.size), x.data(), y.data());
  return y;
}

View UpSampling3D::backward_images(View dy, Tape& tape) const {
  Shape small = dy.shape();
  small[1] /= options_.size.depth;
  small[2] /= options_.size.rows;
  small[3] /= options_.size.columns;
  const Buffer dx = tape.allocate(small);
  kernels::upsample_nearest_gradient(geometry(small, options_.size), dy.data(), dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, UpSampling3DOptions& options) {
  fields("size", options.size);
  list_data_format(fields, options);
}

template class Described<UpSampling3D, ImageLayer<Layer, 5>, UpSampling3DOptions>;

}  // namespace keratin::layers
