#include "keratin/layers/depth_to_space.hpp"

#include <fmt/format.h>

#include "kernels/axis.hpp"
#include "kernels/depth_to_space.hpp"
#include "layers/dimension.hpp"
#include "layers/window.hpp"

namespace keratin::layers {

namespace {

/// The pictures with few pixels and many channels, of shape `deep`.
kernels::DepthBlocks geometry(const Shape& deep, int block_size) {
  using kernels::as_size;
  return {as_size(deep[0]) * as_size(deep[1]), as_size(deep[2]), as_size(deep[3]), as_size(block_size)};
}

}  // namespace

DepthToSpace::DepthToSpace(int block_size, const DepthToSpaceOptions& options)
    : PictureLayer("DepthToSpace", options), block_size_(block_size), options_(options) {
  check_positive(*this, "block_size", block_size);
}

Shape DepthToSpace::picture_shape(const Shape& input_shape) const {
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

View DepthToSpace::forward_pictures(View x, Tape& tape) const {
  const Buffer y = tape.allocate(picture_shape(x.shape()));
  kernels::depth_to_space(geometry(x.shape(), block_size_), x.data(), y.data());
  return y;
}

View DepthToSpace::backward_pictures(View dy, Tape& tape) const {
  const Shape& large = dy.shape();
  const Buffer dx = tape.allocate(
      {large[0], large[1] / block_size_, large[2] / block_size_, large[3] * block_size_ * block_size_});
  kernels::space_to_depth(geometry(dx.shape(), block_size_), dy.data(), dx.data());
  return dx;
}

std::shared_ptr<Layer> DepthToSpace::clone() const {
  return std::make_shared<DepthToSpace>(block_size_, own(options_));
}

}  // namespace keratin::layers
