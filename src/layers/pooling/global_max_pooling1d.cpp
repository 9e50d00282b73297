#include "keratin/layers/pooling/global_max_pooling1d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

GlobalMaxPooling1D::GlobalMaxPooling1D(const GlobalMaxPooling1DOptions& options)
    : Described("GlobalMaxPooling1D", {}, options, PoolMode::max) {}

template <class Fields>
void list_fields(Fields& fields, GlobalMaxPooling1DOptions& options) {
  list_data_format(fields, options);
  fields("keepdims", options.keepdims);
}

template class Described<GlobalMaxPooling1D, BaseGlobalPooling<3>, GlobalMaxPooling1DOptions>;

}  // namespace keratin::layers
