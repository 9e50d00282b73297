#include "keratin/layers/pooling/global_max_pooling2d.hpp"

#include "layers/pooling/pooling_fields.hpp"

namespace keratin::layers {

GlobalMaxPooling2D::GlobalMaxPooling2D(const GlobalMaxPooling2DOptions& options)
    : Described("GlobalMaxPooling2D", {}, options, PoolMode::max) {}

template class Described<GlobalMaxPooling2D, BaseGlobalPooling<4>, GlobalMaxPooling2DOptions>;

}  // namespace keratin::layers
