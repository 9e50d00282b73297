#include "keratin/layers/reshaping/cropping1d.hpp"

#include "layers/reshaping/cropping_fields.hpp"

namespace keratin::layers {

Cropping1D::Cropping1D(Sides1D cropping, const Cropping1DOptions& options)
    : Cropping1D(options_with(&Cropping1DOptions::cropping, cropping, options)) {}

template class Described<Cropping1D, BaseFrame<3>, Cropping1DOptions>;

}  // namespace keratin::layers
