#include "keratin/layers/pooling/average_pooling2d.hpp"

#include "layers/pooling/pooling_fields.hpp"

namespace keratin::layers {

AveragePooling2D::AveragePooling2D(Size2D pool_size, const AveragePooling2DOptions& options)
    : Described("AveragePooling2D", {pool_size}, options, PoolMode::average,
                pool_windows(pool_size, options)) {}

template class Described<AveragePooling2D, BasePooling<4>, AveragePooling2DOptions, Size2D>;

}  // namespace keratin::layers
