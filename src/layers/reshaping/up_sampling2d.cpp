#include "keratin/layers/reshaping/up_sampling2d.hpp"

#include "keratin/fusion.hpp"
#include "kernels/upsample.hpp"
#include "layers/common/dimension.hpp"
#include "layers/common/interpolate.hpp"
#include "layers/common/window.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

kernels::Upsampling geometry(const Shape& x, Size2D size) {
  const auto count = [](int n) { return static_cast<std::size_t>(n); };
  return {count(x[0]), count(x[1]), count(x[2]), count(x[3]), 1, count(size.rows), count(size.columns)};
}

}  // namespace

UpSampling2D::UpSampling2D(const UpSampling2DOptions& options)
    : Described("UpSampling2D", {}, options),
      interpolation_(parse_interpolation(*this, options.interpolation)) {
  check_positive(*this, "size", options.size);
}

UpSampling2D::UpSampling2D(Size2D size, const UpSampling2DOptions& options)
    : UpSampling2D(options_with(&UpSampling2DOptions::size, size, options)) {}

bool UpSampling2D::repeats() const { return interpolation_ == kernels::Interpolation::nearest; }

Shape UpSampling2D::image_shape(const Shape& input_shape) const {
  const auto enlarged = [&](int size, int factor) {
    return size == None ? None : output_dimension(*this, std::int64_t{size} * factor);
  };
  return {input_shape[0], enlarged(input_shape[1], options_.size.rows),
          enlarged(input_shape[2], options_.size.columns), input_shape[3]};
}

View UpSampling2D::forward_images(View x, Tape& tape) const {
  const Shape large = image_shape(x.shape());
  if (!repeats()) return resize(x, large[1], large[2], interpolation_, false, tape);
  const Buffer y = tape.allocate(large);
  kernels::upsample_nearest(geometry(x.shape(), options_.size), x.data(), y.data());
  return y;
}

View UpSampling2D::backward_images(View dy, Tape& tape) const {
  Shape small = dy.shape();
  small[1] /= options_.size.rows;
  small[2] /= options_.size.columns;
  if (!repeats()) return resize_gradient(dy, small, interpolation_, false, tape);
  const Buffer dx = tape.allocate(small);
  kernels::upsample_nearest_gradient(geometry(small, options_.size), dy.data(), dx.data());
  return dx;
}

bool UpSampling2D::join_following(Fusion& fusion) const {
  if (!repeats() || !channels_last()) return false;
  fusion.upsampling = options_.size;
  return true;
}

template <class Fields>
void list_fields(Fields& fields, UpSampling2DOptions& options) {
  fields("size", options.size);
  list_data_format(fields, options);
  fields("interpolation", options.interpolation);
}

template class Described<UpSampling2D, ImageLayer<Layer>, UpSampling2DOptions>;

}  // namespace keratin::layers
