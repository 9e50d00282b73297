#include "keratin/layers/up_sampling2d.hpp"

#include <fmt/format.h>

#include "keratin/fusion.hpp"
#include "kernels/upsample.hpp"
#include "layers/dimension.hpp"
#include "layers/window.hpp"

namespace keratin::layers {

namespace {

kernels::Upsampling geometry(const Shape& x, Size2D size) {
  const auto count = [](int n) { return static_cast<std::size_t>(n); };
  return {count(x[0]), count(x[1]), count(x[2]), count(x[3]), count(size.rows), count(size.columns)};
}

}  // namespace

UpSampling2D::UpSampling2D(const UpSampling2DOptions& options)
    : PictureLayer("UpSampling2D", options),
      options_(options),
      bilinear_(options.interpolation == "bilinear") {
  check_positive(*this, "size", options.size);
  if (!bilinear_ && options.interpolation != "nearest") {
    fail(fmt::format("unknown interpolation \"{}\". Known: \"nearest\", \"bilinear\".",
                     options.interpolation));
  }
}

Shape UpSampling2D::picture_shape(const Shape& input_shape) const {
  const auto enlarged = [&](int size, int factor) {
    return size == None ? None : output_dimension(*this, std::int64_t{size} * factor);
  };
  return {input_shape[0], enlarged(input_shape[1], options_.size.rows),
          enlarged(input_shape[2], options_.size.columns), input_shape[3]};
}

View UpSampling2D::forward_pictures(View x, Tape& tape) const {
  const Buffer y = tape.allocate(picture_shape(x.shape()));
  const auto upsample = bilinear_ ? kernels::upsample_bilinear : kernels::upsample_nearest;
  upsample(geometry(x.shape(), options_.size), x.data(), y.data());
  return y;
}

View UpSampling2D::backward_pictures(View dy, Tape& tape) const {
  const Shape& large = dy.shape();
  const Buffer dx =
      tape.allocate({large[0], large[1] / options_.size.rows, large[2] / options_.size.columns, large[3]});
  const auto gradient = bilinear_ ? kernels::upsample_bilinear_gradient : kernels::upsample_nearest_gradient;
  gradient(geometry(dx.shape(), options_.size), dy.data(), dx.data());
  return dx;
}

bool UpSampling2D::join_following(Fusion& fusion) const {
  if (bilinear_ || !channels_last()) return false;
  fusion.upsampling = options_.size;
  return true;
}

std::shared_ptr<Layer> UpSampling2D::clone() const { return std::make_shared<UpSampling2D>(own(options_)); }

}  // namespace keratin::layers
