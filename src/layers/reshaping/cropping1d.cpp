#include "keratin/layers/reshaping/cropping1d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

template <class Fields>
void list_fields(Fields& fields, Cropping1DOptions& options) {
  fields("cropping", options.cropping);
}

template class Described<Cropping1D, BaseFrame<3>, Cropping1DOptions>;

}  // namespace keratin::layers
