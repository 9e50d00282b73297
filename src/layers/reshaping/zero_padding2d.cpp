#include "keratin/layers/reshaping/zero_padding2d.hpp"

#include "layers/reshaping/zero_padding_fields.hpp"

namespace keratin::layers {

ZeroPadding2D::ZeroPadding2D(Sides2D padding) : ZeroPadding2D(ZeroPadding2DOptions{.padding = padding}) {}

template class Described<ZeroPadding2D, BaseFrame<4>, ZeroPadding2DOptions>;

}  // namespace keratin::layers
