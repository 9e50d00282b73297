#include "keratin/layers/pooling/global_max_pooling3d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

GlobalMaxPooling3D::GlobalMaxPooling3D(const GlobalMaxPooling3DOptions& options)
    : Described("GlobalMaxPooling3D", {}, options, PoolMode::max) {}

template <class Fields>
void list_fields(Fields& fields, GlobalMaxPooling3DOptions& options) {
  list_data_format(fields, options);
  fields("keepdims", options.keepdims);
}

template class Described<GlobalMaxPooling3D, BaseGlobalPooling<5>, GlobalMaxPooling3DOptions>;

}  // namespace keratin::layers
