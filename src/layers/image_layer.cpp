#include "keratin/layers/image_layer.hpp"

#include "layers/common/data_format.hpp"

namespace keratin {

using namespace layers;

template <class Base, int rank>
void ImageLayer<Base, rank>::set_data_format(const std::string& data_format) {
  data_format_ = parse_data_format(*this, data_format);
  this->set_input_spec({.rank = rank, .axes = {{channels_last() ? -1 : 1, None}}});
}

template <class Base, int rank>
int ImageLayer<Base, rank>::fix_channels(const Shape& input_shape) {
  const int axis = channels_last() ? -1 : 1;
  const int channels = known_channels(*this, input_shape, axis);
  this->set_input_spec({.rank = rank, .axes = {{axis, channels}}});
  return channels;
}

template <class Base, int rank>
Shape ImageLayer<Base, rank>::compute_output_shape(const Shape& input_shape) const {
  if (channels_last()) return image_shape(input_shape);
  return channels_to_first(image_shape(channels_to_last(input_shape)));
}

template <class Base, int rank>
View ImageLayer<Base, rank>::forward(View x, Tape& tape) const {
  if (channels_last()) return forward_images(x, tape);
  return channels_to_first(forward_images(channels_to_last(x, tape), tape), tape);
}

template <class Base, int rank>
View ImageLayer<Base, rank>::backward(View dy, Tape& tape) const {
  if (channels_last()) return backward_images(dy, tape);
  return channels_to_first(backward_images(channels_to_last(dy, tape), tape), tape);
}

template class ImageLayer<Layer>;
template class ImageLayer<FusingLayer>;
template class ImageLayer<Layer, 3>;
template class ImageLayer<FusingLayer, 3>;
template class ImageLayer<Layer, 5>;
template class ImageLayer<FusingLayer, 5>;

}  // namespace keratin
