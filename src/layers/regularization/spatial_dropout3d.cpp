#include "keratin/layers/regularization/spatial_dropout3d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

SpatialDropout3D::SpatialDropout3D(double rate, const SpatialDropout3DOptions& options)
    : Described("SpatialDropout3D", {rate}, options, 5, rate, options.data_format) {}

template <class Fields>
void list_fields(Fields& fields, double& rate, SpatialDropout3DOptions& options) {
  fields.required("rate", rate);
  list_data_format(fields, options);
  fields("seed", options.seed);
}

template class Described<SpatialDropout3D, BaseSpatialDropout, SpatialDropout3DOptions, double>;

}  // namespace keratin::layers
