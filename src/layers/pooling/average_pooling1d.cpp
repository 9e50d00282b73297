#include "keratin/layers/pooling/average_pooling1d.hpp"

#include "layers/common/volume.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

AveragePooling1D::AveragePooling1D(int pool_size, const AveragePooling1DOptions& options)
    : Described("AveragePooling1D", {pool_size}, options, PoolMode::average, volume_size(pool_size),
                volume_size(options.strides == None ? pool_size : options.strides)) {}

template <class Fields>
void list_fields(Fields& fields, int& pool_size, AveragePooling1DOptions& options) {
  fields.required("pool_size", pool_size);
  list_pool_strides(fields, options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
}

template class Described<AveragePooling1D, BasePooling<3>, AveragePooling1DOptions, int>;

}  // namespace keratin::layers
