#include "keratin/layers/pooling/max_pooling1d.hpp"

#include "layers/pooling/pooling_fields.hpp"

namespace keratin::layers {

MaxPooling1D::MaxPooling1D(const MaxPooling1DOptions& options)
    : Described("MaxPooling1D", {}, options, PoolMode::max, pool_windows(options.pool_size, options)) {}

MaxPooling1D::MaxPooling1D(int pool_size, const MaxPooling1DOptions& options)
    : MaxPooling1D(options_with(&MaxPooling1DOptions::pool_size, pool_size, options)) {}

template class Described<MaxPooling1D, BasePooling<3>, MaxPooling1DOptions>;

}  // namespace keratin::layers
