#include "keratin/layers/preprocessing/resizing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "layers/common/dimension.hpp"
#include "layers/common/interpolate.hpp"
#include "layers/common/sides.hpp"
#include "layers/common/window.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

Resizing::Resizing(int height, int width, const ResizingOptions& options)
    : Described("Resizing", {height, width}, options),
      height_(height),
      width_(width),
      interpolation_(parse_interpolation(*this, options.interpolation)) {
  check_positive(*this, "height and width", {height, width});
  if (options.crop_to_aspect_ratio && options.pad_to_aspect_ratio)
    fail("crop_to_aspect_ratio and pad_to_aspect_ratio exclude each other: set one of them.");
  if (options.fill_mode != "constant")
    fail(fmt::format("unknown fill_mode \"{}\". Known: \"constant\".", options.fill_mode));
  if (!std::isfinite(options.fill_value))
    fail(fmt::format("fill_value must be finite, but received {}.", options.fill_value));
}

Shape Resizing::image_shape(const Shape& input_shape) const {
  return {input_shape[0], height_, width_, input_shape[3]};
}

Sides3D Resizing::margins(const Shape& input_shape) const {
  const auto ends = [&](int size, int other, int target, int other_target) -> Sides3D::Ends {
    // Keras divides in single precision.
    const auto wanted = static_cast<std::int64_t>(static_cast<float>(std::int64_t{other} * target) /
                                                  static_cast<float>(other_target));
    if (options_.crop_to_aspect_ratio) {
      const int cut = size - static_cast<int>(std::clamp<std::int64_t>(wanted, 1, size));
      return {cut / 2, cut - cut / 2};
    }
    const int half = (output_dimension(*this, std::max<std::int64_t>(wanted, size)) - size) / 2;
    return {half, half};
  };
  const int rows = input_shape[1], columns = input_shape[2];
  return {{0, 0}, ends(rows, columns, height_, width_), ends(columns, rows, width_, height_)};
}

View Resizing::reframe(View x, Tape& tape) const {
  if (!options_.crop_to_aspect_ratio && !options_.pad_to_aspect_ratio) return x;
  const Sides3D sides = margins(x.shape());
  const Buffer y =
      tape.allocate(framed_shape(*this, x.shape(), sides, options_.crop_to_aspect_ratio ? -1 : 1));
  if (options_.crop_to_aspect_ratio) {
    kernels::crop(frame_of(y.shape(), sides), x.data(), y.data());
  } else {
    kernels::pad(frame_of(x.shape(), sides), static_cast<float>(options_.fill_value), x.data(), y.data());
  }
  return y;
}

View Resizing::reframe_gradient(View dy, const Shape& input_shape, Tape& tape) const {
  if (!options_.crop_to_aspect_ratio && !options_.pad_to_aspect_ratio) return dy;
  const Sides3D sides = margins(input_shape);
  const Buffer dx = tape.allocate(input_shape);
  if (options_.crop_to_aspect_ratio) {
    kernels::pad_with_zeros(frame_of(dy.shape(), sides), dy.data(), dx.data());
  } else {
    kernels::crop(frame_of(input_shape, sides), dy.data(), dx.data());
  }
  return dx;
}

View Resizing::forward_images(View x, Tape& tape) const {
  const View framed = reframe(x, tape);
  tape.save(*this, {x, framed});
  return resize(framed, height_, width_, interpolation_, options_.antialias, tape);
}

View Resizing::backward_images(View dy, Tape& tape) const {
  const auto [x, framed] = tape.restore<2>(*this);
  const View dframed = resize_gradient(dy, framed.shape(), interpolation_, options_.antialias, tape);
  return reframe_gradient(dframed, x.shape(), tape);
}

template <class Fields>
void list_fields(Fields& fields, int& height, int& width, ResizingOptions& options) {
  fields.required("height", height);
  fields.required("width", width);
  fields("interpolation", options.interpolation);
  fields("crop_to_aspect_ratio", options.crop_to_aspect_ratio);
  fields("pad_to_aspect_ratio", options.pad_to_aspect_ratio);
  fields("fill_mode", options.fill_mode);
  fields("fill_value", options.fill_value);
  fields("antialias", options.antialias);
  list_data_format(fields, options);
}

template class Described<Resizing, ImageLayer<Layer>, ResizingOptions, int, int>;

}  // namespace keratin::layers
