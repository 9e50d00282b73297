#include "keratin/layers/pooling/global_average_pooling3d.hpp"

#include "layers/pooling/pooling_fields.hpp"

namespace keratin::layers {

GlobalAveragePooling3D::GlobalAveragePooling3D(const GlobalAveragePooling3DOptions& options)
    : Described("GlobalAveragePooling3D", {}, options, PoolMode::average) {}

template class Described<GlobalAveragePooling3D, BaseGlobalPooling<5>, GlobalAveragePooling3DOptions>;

}  // namespace keratin::layers
