#include "keratin/layers/pooling/average_pooling3d.hpp"

#include "layers/pooling/pooling_fields.hpp"

namespace keratin::layers {

AveragePooling3D::AveragePooling3D(Size3D pool_size, const AveragePooling3DOptions& options)
    : Described("AveragePooling3D", {pool_size}, options, PoolMode::average,
                pool_windows(pool_size, options)) {}

template class Described<AveragePooling3D, BasePooling<5>, AveragePooling3DOptions, Size3D>;

}  // namespace keratin::layers
