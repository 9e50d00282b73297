#include "keratin/layers/reshaping/depth_to_space.hpp"

#include <fmt/format.h>

#include "kernels/strided.hpp"
#include "layers/common/dimension.hpp"
#include "layers/common/window.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

/// Exchanges the axes 2 and 3.
void exchange(const Shape& shape, const float* x, float* y) {
  kernels::permute(shape, Shape{0, 1, 3, 2, 4}, x, y);
}

}  // namespace

DepthToSpace::DepthToSpace(int block_size, const DepthToSpaceOptions& options)
    : Described("DepthToSpace", {block_size}, options), block_size_(block_size) {
  check_positive(*this, "block_size", block_size);
}

Shape DepthToSpace::image_shape(const Shape& input_shape) const {
  const int channels = input_shape[3], square = block_size_ * block_size_;
  if (channels != None && channels % square != 0) {
    fail(fmt::format("its input must have a multiple of block_size² = {} channels, but received shape {}.",
                     square, to_string(input_shape)));
  }
  const auto enlarged = [&](int size) {
    return size == None ? None : output_dimension(*this, std::int64_t{size} * block_size_);
  };
  return {input_shape[0], enlarged(input_shape[1]), enlarged(input_shape[2]),
          channels == None ? None : channels / square};
}

View DepthToSpace::forward_images(View x, Tape& tape) const {
  const Buffer y = tape.allocate(image_shape(x.shape()));
  const Shape& deep = x.shape();
  exchange({deep[0], deep[1], deep[2], block_size_, deep[3] / block_size_}, x.data(), y.data());
  return y;
}

View DepthToSpace::backward_images(View dy, Tape& tape) const {
  const Shape& large = dy.shape();
  const Buffer dx = tape.allocate(
      {large[0], large[1] / block_size_, large[2] / block_size_, large[3] * block_size_ * block_size_});
  const Shape& deep = dx.shape();
  exchange({deep[0], deep[1], block_size_, deep[2], deep[3] / block_size_}, dy.data(), dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, int& block_size, DepthToSpaceOptions& options) {
  fields.required("block_size", block_size);
  list_data_format(fields, options);
}

template class Described<DepthToSpace, ImageLayer<Layer>, DepthToSpaceOptions, int>;

}  // namespace keratin::layers
