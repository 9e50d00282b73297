#include "keratin/layers/reshaping/zero_padding1d.hpp"

#include "layers/reshaping/zero_padding_fields.hpp"

namespace keratin::layers {

template class Described<ZeroPadding1D, BaseFrame<3>, ZeroPadding1DOptions>;

}  // namespace keratin::layers
