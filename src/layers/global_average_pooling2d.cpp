#include "keratin/layers/global_average_pooling2d.hpp"

namespace keratin::layers {

GlobalAveragePooling2D::GlobalAveragePooling2D(const GlobalAveragePooling2DOptions& options)
    : BaseGlobalPooling("GlobalAveragePooling2D", PoolMode::average, options), options_(options) {}

std::shared_ptr<Layer> GlobalAveragePooling2D::clone() const {
  return std::make_shared<GlobalAveragePooling2D>(own(options_));
}

}  // namespace keratin::layers
