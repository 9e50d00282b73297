#include "keratin/layers/pooling/global_max_pooling3d.hpp"

#include "layers/pooling/pooling_fields.hpp"

namespace keratin::layers {

GlobalMaxPooling3D::GlobalMaxPooling3D(const GlobalMaxPooling3DOptions& options)
    : Described("GlobalMaxPooling3D", {}, options, PoolMode::max) {}

template class Described<GlobalMaxPooling3D, BaseGlobalPooling<5>, GlobalMaxPooling3DOptions>;

}  // namespace keratin::layers
