#include "keratin/layers/pooling/average_pooling2d.hpp"

#include "layers/common/volume.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

AveragePooling2D::AveragePooling2D(Size2D pool_size, const AveragePooling2DOptions& options)
    : Described("AveragePooling2D", {pool_size}, options, PoolMode::average, volume_size(pool_size),
                volume_size(options.strides == Size2D(None) ? pool_size : options.strides)) {}

template <class Fields>
void list_fields(Fields& fields, Size2D& pool_size, AveragePooling2DOptions& options) {
  fields.required("pool_size", pool_size);
  list_pool_strides(fields, options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
}

template class Described<AveragePooling2D, BasePooling<4>, AveragePooling2DOptions, Size2D>;

}  // namespace keratin::layers
