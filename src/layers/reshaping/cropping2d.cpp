#include "keratin/layers/reshaping/cropping2d.hpp"

#include "layers/reshaping/cropping_fields.hpp"

namespace keratin::layers {

Cropping2D::Cropping2D(Sides2D cropping) : Cropping2D(Cropping2DOptions{.cropping = cropping}) {}

template class Described<Cropping2D, BaseFrame<4>, Cropping2DOptions>;

}  // namespace keratin::layers
