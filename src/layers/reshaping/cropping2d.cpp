#include "keratin/layers/reshaping/cropping2d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

template <int>
Cropping2D::Cropping2D(const Cropping2DOptions& options)
    : Described("Cropping2D", {}, options, FrameMode::crop, options.cropping) {}

template Cropping2D::Cropping2D(const Cropping2DOptions&);

Cropping2D::Cropping2D(Sides2D cropping) : Cropping2D(Cropping2DOptions{.cropping = cropping}) {}

template <class Fields>
void list_fields(Fields& fields, Cropping2DOptions& options) {
  fields("cropping", options.cropping);
  list_data_format(fields, options);
}

template class Described<Cropping2D, BaseFrame<4>, Cropping2DOptions>;

}  // namespace keratin::layers
