#include "keratin/layers/pooling/global_average_pooling1d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

GlobalAveragePooling1D::GlobalAveragePooling1D(const GlobalAveragePooling1DOptions& options)
    : Described("GlobalAveragePooling1D", {}, options, PoolMode::average) {}

template <class Fields>
void list_fields(Fields& fields, GlobalAveragePooling1DOptions& options) {
  list_data_format(fields, options);
  fields("keepdims", options.keepdims);
}

template class Described<GlobalAveragePooling1D, BaseGlobalPooling<3>, GlobalAveragePooling1DOptions>;

}  // namespace keratin::layers
