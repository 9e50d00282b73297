#include "keratin/layers/max_pooling1d.hpp"

namespace keratin::layers {

MaxPooling1D::MaxPooling1D(const MaxPooling1DOptions& options)
    : BasePooling("MaxPooling1D", PoolMode::max, {1, options.pool_size},
                  {1, options.strides == None ? options.pool_size : options.strides}, options),
      options_(options) {}

std::shared_ptr<Layer> MaxPooling1D::clone() const { return std::make_shared<MaxPooling1D>(own(options_)); }

}  // namespace keratin::layers
