#include "keratin/layers/pooling/max_pooling2d.hpp"

#include "layers/common/volume.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

template <int>
MaxPooling2D::MaxPooling2D(const MaxPooling2DOptions& options)
    : Described("MaxPooling2D", {}, options, PoolMode::max, volume_size(options.pool_size),
                volume_size(options.strides == Size2D(None) ? options.pool_size : options.strides)) {}

template MaxPooling2D::MaxPooling2D(const MaxPooling2DOptions&);

template <class Fields>
void list_fields(Fields& fields, MaxPooling2DOptions& options) {
  fields("pool_size", options.pool_size);
  list_pool_strides(fields, options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
}

template class Described<MaxPooling2D, BasePooling<4>, MaxPooling2DOptions>;

}  // namespace keratin::layers
