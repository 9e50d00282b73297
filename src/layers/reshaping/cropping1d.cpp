#include "keratin/layers/reshaping/cropping1d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

template <int>
Cropping1D::Cropping1D(const Cropping1DOptions& options)
    : Described("Cropping1D", {}, options, FrameMode::crop, options.cropping) {}

template Cropping1D::Cropping1D(const Cropping1DOptions&);

Cropping1D::Cropping1D(Sides1D cropping, const Cropping1DOptions& options)
    : Cropping1D(options_with(&Cropping1DOptions::cropping, cropping, options)) {}

template <class Fields>
void list_fields(Fields& fields, Cropping1DOptions& options) {
  fields("cropping", options.cropping);
}

template class Described<Cropping1D, BaseFrame<3>, Cropping1DOptions>;

}  // namespace keratin::layers
