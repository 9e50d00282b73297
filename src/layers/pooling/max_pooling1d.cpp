#include "keratin/layers/pooling/max_pooling1d.hpp"

#include "layers/common/volume.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

MaxPooling1D::MaxPooling1D(const MaxPooling1DOptions& options)
    : Described("MaxPooling1D", {}, options, PoolMode::max, volume_size(options.pool_size),
                volume_size(options.strides == None ? options.pool_size : options.strides)) {}

template <class Fields>
void list_fields(Fields& fields, MaxPooling1DOptions& options) {
  fields("pool_size", options.pool_size);
  list_pool_strides(fields, options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
}

template class Described<MaxPooling1D, BasePooling<3>, MaxPooling1DOptions>;

}  // namespace keratin::layers
