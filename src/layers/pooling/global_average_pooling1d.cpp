#include "keratin/layers/pooling/global_average_pooling1d.hpp"

#include "layers/pooling/pooling_fields.hpp"

namespace keratin::layers {

GlobalAveragePooling1D::GlobalAveragePooling1D(const GlobalAveragePooling1DOptions& options)
    : Described("GlobalAveragePooling1D", {}, options, PoolMode::average) {}

template class Described<GlobalAveragePooling1D, BaseGlobalPooling<3>, GlobalAveragePooling1DOptions>;

}  // namespace keratin::layers
