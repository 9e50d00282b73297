#include "keratin/layers/pooling/global_average_pooling2d.hpp"

#include "layers/pooling/pooling_fields.hpp"

namespace keratin::layers {

GlobalAveragePooling2D::GlobalAveragePooling2D(const GlobalAveragePooling2DOptions& options)
    : Described("GlobalAveragePooling2D", {}, options, PoolMode::average) {}

template class Described<GlobalAveragePooling2D, BaseGlobalPooling<4>, GlobalAveragePooling2DOptions>;

}  // namespace keratin::layers
