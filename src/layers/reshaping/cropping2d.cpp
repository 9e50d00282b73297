#include "keratin/layers/reshaping/cropping2d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

template <class Fields>
void list_fields(Fields& fields, Cropping2DOptions& options) {
  fields("cropping", options.cropping);
  list_data_format(fields, options);
}

template class Described<Cropping2D, BaseFrame<4>, Cropping2DOptions>;

}  // namespace keratin::layers
