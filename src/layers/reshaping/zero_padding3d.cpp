#include "keratin/layers/reshaping/zero_padding3d.hpp"

#include "layers/reshaping/zero_padding_fields.hpp"

namespace keratin::layers {

ZeroPadding3D::ZeroPadding3D(Sides3D padding, const ZeroPadding3DOptions& options)
    : ZeroPadding3D(options_with(&ZeroPadding3DOptions::padding, padding, options)) {}

template class Described<ZeroPadding3D, BaseFrame<5>, ZeroPadding3DOptions>;

}  // namespace keratin::layers
