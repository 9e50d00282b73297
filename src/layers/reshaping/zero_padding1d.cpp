#include "keratin/layers/reshaping/zero_padding1d.hpp"

#include "layers/reshaping/zero_padding_fields.hpp"

namespace keratin::layers {

template <int>
ZeroPadding1D::ZeroPadding1D(const ZeroPadding1DOptions& options)
    : Described("ZeroPadding1D", {}, options, FrameMode::pad, options.padding) {}

template ZeroPadding1D::ZeroPadding1D(const ZeroPadding1DOptions&);

ZeroPadding1D::ZeroPadding1D(Sides1D padding, const ZeroPadding1DOptions& options)
    : ZeroPadding1D(options_with(&ZeroPadding1DOptions::padding, padding, options)) {}

template class Described<ZeroPadding1D, BaseFrame<3>, ZeroPadding1DOptions>;

}  // namespace keratin::layers
