#include "keratin/layers/pooling/max_pooling3d.hpp"

#include "layers/pooling/pooling_fields.hpp"

namespace keratin::layers {

template <int>
MaxPooling3D::MaxPooling3D(const MaxPooling3DOptions& options)
    : Described("MaxPooling3D", {}, options, PoolMode::max, pool_windows(options.pool_size, options)) {}

MaxPooling3D::MaxPooling3D(Size3D pool_size, const MaxPooling3DOptions& options)
    : MaxPooling3D(options_with(&MaxPooling3DOptions::pool_size, pool_size, options)) {}

template MaxPooling3D::MaxPooling3D(const MaxPooling3DOptions&);
template class Described<MaxPooling3D, BasePooling<5>, MaxPooling3DOptions>;

}  // namespace keratin::layers
