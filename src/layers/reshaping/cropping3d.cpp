#include "keratin/layers/reshaping/cropping3d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

template <int>
Cropping3D::Cropping3D(const Cropping3DOptions& options)
    : Described("Cropping3D", {}, options, FrameMode::crop, options.cropping) {}

template Cropping3D::Cropping3D(const Cropping3DOptions&);

Cropping3D::Cropping3D(Sides3D cropping, const Cropping3DOptions& options)
    : Cropping3D(options_with(&Cropping3DOptions::cropping, cropping, options)) {}

template <class Fields>
void list_fields(Fields& fields, Cropping3DOptions& options) {
  fields("cropping", options.cropping);
  list_data_format(fields, options);
}

template class Described<Cropping3D, BaseFrame<5>, Cropping3DOptions>;

}  // namespace keratin::layers
