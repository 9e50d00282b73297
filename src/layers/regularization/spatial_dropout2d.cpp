#include "keratin/layers/regularization/spatial_dropout2d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

SpatialDropout2D::SpatialDropout2D(double rate, const SpatialDropout2DOptions& options)
    : Described("SpatialDropout2D", {rate}, options, 4, rate, options.data_format) {}

template <class Fields>
void list_fields(Fields& fields, double& rate, SpatialDropout2DOptions& options) {
  fields.required("rate", rate);
  list_data_format(fields, options);
  fields("seed", options.seed);
}

template class Described<SpatialDropout2D, BaseSpatialDropout, SpatialDropout2DOptions, double>;

}  // namespace keratin::layers
