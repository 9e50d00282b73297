#include "keratin/layers/reshaping/zero_padding3d.hpp"

#include "layers/reshaping/zero_padding_fields.hpp"

namespace keratin::layers {

template class Described<ZeroPadding3D, BaseFrame<5>, ZeroPadding3DOptions>;

}  // namespace keratin::layers
