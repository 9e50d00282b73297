#include "keratin/layers/regularization/spatial_dropout1d.hpp"

#include "layers/described.hpp"

namespace keratin::layers {

SpatialDropout1D::SpatialDropout1D(double rate, const SpatialDropout1DOptions& options)
    : Described("SpatialDropout1D", {rate}, options, 3, rate, std::string()) {}

template <class Fields>
void list_fields(Fields& fields, double& rate, SpatialDropout1DOptions& options) {
  fields.required("rate", rate);
  fields("seed", options.seed);
}

template class Described<SpatialDropout1D, BaseSpatialDropout, SpatialDropout1DOptions, double>;

}  // namespace keratin::layers
