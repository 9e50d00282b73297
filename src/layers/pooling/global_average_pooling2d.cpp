#include "keratin/layers/pooling/global_average_pooling2d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

GlobalAveragePooling2D::GlobalAveragePooling2D(const GlobalAveragePooling2DOptions& options)
    : Described("GlobalAveragePooling2D", {}, options, PoolMode::average) {}

template <class Fields>
void list_fields(Fields& fields, GlobalAveragePooling2DOptions& options) {
  list_data_format(fields, options);
  fields("keepdims", options.keepdims);
}

template class Described<GlobalAveragePooling2D, BaseGlobalPooling<4>, GlobalAveragePooling2DOptions>;

}  // namespace keratin::layers
