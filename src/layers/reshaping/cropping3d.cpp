#include "keratin/layers/reshaping/cropping3d.hpp"

#include "layers/reshaping/cropping_fields.hpp"

namespace keratin::layers {

Cropping3D::Cropping3D(Sides3D cropping, const Cropping3DOptions& options)
    : Cropping3D(options_with(&Cropping3DOptions::cropping, cropping, options)) {}

template class Described<Cropping3D, BaseFrame<5>, Cropping3DOptions>;

}  // namespace keratin::layers
