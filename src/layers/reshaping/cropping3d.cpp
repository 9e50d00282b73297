#include "keratin/layers/reshaping/cropping3d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

template <class Fields>
void list_fields(Fields& fields, Cropping3DOptions& options) {
  fields("cropping", options.cropping);
  list_data_format(fields, options);
}

template class Described<Cropping3D, BaseFrame<5>, Cropping3DOptions>;

}  // namespace keratin::layers
