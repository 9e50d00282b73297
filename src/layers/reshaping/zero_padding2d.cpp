#include "keratin/layers/reshaping/zero_padding2d.hpp"

#include "layers/reshaping/zero_padding_fields.hpp"

namespace keratin::layers {

template class Described<ZeroPadding2D, BaseFrame<4>, ZeroPadding2DOptions>;

}  // namespace keratin::layers
