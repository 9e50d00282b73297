#include "keratin/layers/pooling/average_pooling1d.hpp"

#include "layers/pooling/pooling_fields.hpp"

namespace keratin::layers {

AveragePooling1D::AveragePooling1D(int pool_size, const AveragePooling1DOptions& options)
    : Described("AveragePooling1D", {pool_size}, options, PoolMode::average,
                pool_windows(pool_size, options)) {}

template class Described<AveragePooling1D, BasePooling<3>, AveragePooling1DOptions, int>;

}  // namespace keratin::layers
