#include "keratin/layers/average_pooling2d.hpp"

namespace keratin::layers {

AveragePooling2D::AveragePooling2D(Size2D pool_size, const AveragePooling2DOptions& options)
    : BasePooling("AveragePooling2D", PoolMode::average, pool_size,
                  options.strides == Size2D(None) ? pool_size : options.strides, options),
      options_(options) {}

std::shared_ptr<Layer> AveragePooling2D::clone() const {
  return std::make_shared<AveragePooling2D>(pool_size(), own(options_));
}

}  // namespace keratin::layers
