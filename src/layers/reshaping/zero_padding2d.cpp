#include "keratin/layers/reshaping/zero_padding2d.hpp"

#include "layers/reshaping/zero_padding_fields.hpp"

namespace keratin::layers {

template <int>
ZeroPadding2D::ZeroPadding2D(const ZeroPadding2DOptions& options)
    : Described("ZeroPadding2D", {}, options, FrameMode::pad, options.padding) {}

template ZeroPadding2D::ZeroPadding2D(const ZeroPadding2DOptions&);

ZeroPadding2D::ZeroPadding2D(Sides2D padding) : ZeroPadding2D(ZeroPadding2DOptions{.padding = padding}) {}

template class Described<ZeroPadding2D, BaseFrame<4>, ZeroPadding2DOptions>;

}  // namespace keratin::layers
