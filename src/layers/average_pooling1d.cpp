#include "keratin/layers/average_pooling1d.hpp"

namespace keratin::layers {

AveragePooling1D::AveragePooling1D(int pool_size, const AveragePooling1DOptions& options)
    : BasePooling("AveragePooling1D", PoolMode::average, {1, pool_size},
                  {1, options.strides == None ? pool_size : options.strides}, options),
      options_(options) {}

std::shared_ptr<Layer> AveragePooling1D::clone() const {
  return std::make_shared<AveragePooling1D>(pool_size().columns, own(options_));
}

}  // namespace keratin::layers
