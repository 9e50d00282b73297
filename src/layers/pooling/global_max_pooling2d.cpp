#include "keratin/layers/pooling/global_max_pooling2d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

GlobalMaxPooling2D::GlobalMaxPooling2D(const GlobalMaxPooling2DOptions& options)
    : Described("GlobalMaxPooling2D", {}, options, PoolMode::max) {}

template <class Fields>
void list_fields(Fields& fields, GlobalMaxPooling2DOptions& options) {
  list_data_format(fields, options);
  fields("keepdims", options.keepdims);
}

template class Described<GlobalMaxPooling2D, BaseGlobalPooling<4>, GlobalMaxPooling2DOptions>;

}  // namespace keratin::layers
