#include "keratin/layers/reshaping/zero_padding1d.hpp"

#include "layers/reshaping/zero_padding_fields.hpp"

namespace keratin::layers {

ZeroPadding1D::ZeroPadding1D(Sides1D padding, const ZeroPadding1DOptions& options)
    : ZeroPadding1D(options_with(&ZeroPadding1DOptions::padding, padding, options)) {}

template class Described<ZeroPadding1D, BaseFrame<3>, ZeroPadding1DOptions>;

}  // namespace keratin::layers
