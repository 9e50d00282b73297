#include "keratin/layers/pooling/average_pooling3d.hpp"

#include "layers/common/volume.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

AveragePooling3D::AveragePooling3D(Size3D pool_size, const AveragePooling3DOptions& options)
    : Described("AveragePooling3D", {pool_size}, options, PoolMode::average, volume_size(pool_size),
                volume_size(options.strides == Size3D(None) ? pool_size : options.strides)) {}

template <class Fields>
void list_fields(Fields& fields, Size3D& pool_size, AveragePooling3DOptions& options) {
  fields.required("pool_size", pool_size);
  list_pool_strides(fields, options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
}

template class Described<AveragePooling3D, BasePooling<5>, AveragePooling3DOptions, Size3D>;

}  // namespace keratin::layers
