#include "keratin/layers/reshaping/base_frame.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "layers/common/sides.hpp"

namespace keratin {

template <int rank>
Shape BaseFrame<rank>::image_shape(const Shape& input_shape) const {
  return mode_ == FrameMode::pad ? padded_shape(input_shape) : cropped_shape(input_shape);
}

template <int rank>
View BaseFrame<rank>::forward_images(View x, Tape& tape) const {
  return mode_ == FrameMode::pad ? pad(x, tape) : crop(x, tape);
}

template <int rank>
View BaseFrame<rank>::backward_images(View dy, Tape& tape) const {
  return mode_ == FrameMode::pad ? crop(dy, tape) : pad(dy, tape);
}

template <int rank>
void BaseFrame<rank>::check_sides() const {
  const auto [front, back, top, bottom, left, right] = sides_;
  if (std::min({front, back, top, bottom, left, right}) >= 0) return;
  std::string received = fmt::format("({}, {})", left, right);
  if (rank > 3) received = fmt::format("(({}, {}), {})", top, bottom, received);
  if (rank > 4) received.insert(1, fmt::format("({}, {}), ", front, back));
  this->fail(fmt::format("{} must not be negative, but received {}.",
                         mode_ == FrameMode::pad ? "padding" : "cropping", received));
}

template <int rank>
Shape BaseFrame<rank>::padded_shape(const Shape& shape) const {
  return layers::framed_shape(*this, shape, sides_, 1);
}

template <int rank>
Shape BaseFrame<rank>::cropped_shape(const Shape& shape) const {
  return layers::framed_shape(*this, shape, sides_, -1);
}

template <int rank>
View BaseFrame<rank>::pad(View x, Tape& tape) const {
  const Buffer y = tape.allocate(padded_shape(x.shape()));
  kernels::pad_with_zeros(layers::frame_of(x.shape(), sides_), x.data(), y.data());
  return y;
}

template <int rank>
View BaseFrame<rank>::crop(View x, Tape& tape) const {
  const Buffer y = tape.allocate(cropped_shape(x.shape()));
  kernels::crop(layers::frame_of(y.shape(), sides_), x.data(), y.data());
  return y;
}

template class BaseFrame<3>;
template class BaseFrame<4>;
template class BaseFrame<5>;

}  // namespace keratin
