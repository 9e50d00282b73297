#include "keratin/layers/pooling/global_average_pooling3d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

GlobalAveragePooling3D::GlobalAveragePooling3D(const GlobalAveragePooling3DOptions& options)
    : Described("GlobalAveragePooling3D", {}, options, PoolMode::average) {}

template <class Fields>
void list_fields(Fields& fields, GlobalAveragePooling3DOptions& options) {
  list_data_format(fields, options);
  fields("keepdims", options.keepdims);
}

template class Described<GlobalAveragePooling3D, BaseGlobalPooling<5>, GlobalAveragePooling3DOptions>;

}  // namespace keratin::layers
