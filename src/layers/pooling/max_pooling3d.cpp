#include "keratin/layers/pooling/max_pooling3d.hpp"

#include "layers/common/volume.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

template <int>
MaxPooling3D::MaxPooling3D(const MaxPooling3DOptions& options)
    : Described("MaxPooling3D", {}, options, PoolMode::max, volume_size(options.pool_size),
                volume_size(options.strides == Size3D(None) ? options.pool_size : options.strides)) {}

template MaxPooling3D::MaxPooling3D(const MaxPooling3DOptions&);

template <class Fields>
void list_fields(Fields& fields, MaxPooling3DOptions& options) {
  fields("pool_size", options.pool_size);
  list_pool_strides(fields, options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
}

template class Described<MaxPooling3D, BasePooling<5>, MaxPooling3DOptions>;

}  // namespace keratin::layers
