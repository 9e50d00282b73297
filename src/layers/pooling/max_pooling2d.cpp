#include "keratin/layers/pooling/max_pooling2d.hpp"

#include "layers/pooling/pooling_fields.hpp"

namespace keratin::layers {

template <int>
MaxPooling2D::MaxPooling2D(const MaxPooling2DOptions& options)
    : Described("MaxPooling2D", {}, options, PoolMode::max, pool_windows(options.pool_size, options)) {}

MaxPooling2D::MaxPooling2D(Size2D pool_size, const MaxPooling2DOptions& options)
    : MaxPooling2D(options_with(&MaxPooling2DOptions::pool_size, pool_size, options)) {}

template MaxPooling2D::MaxPooling2D(const MaxPooling2DOptions&);
template class Described<MaxPooling2D, BasePooling<4>, MaxPooling2DOptions>;

}  // namespace keratin::layers
