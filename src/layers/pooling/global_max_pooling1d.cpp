#include "keratin/layers/pooling/global_max_pooling1d.hpp"

#include "layers/pooling/pooling_fields.hpp"

namespace keratin::layers {

GlobalMaxPooling1D::GlobalMaxPooling1D(const GlobalMaxPooling1DOptions& options)
    : Described("GlobalMaxPooling1D", {}, options, PoolMode::max) {}

template class Described<GlobalMaxPooling1D, BaseGlobalPooling<3>, GlobalMaxPooling1DOptions>;

}  // namespace keratin::layers
