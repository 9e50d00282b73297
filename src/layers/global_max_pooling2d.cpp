#include "keratin/layers/global_max_pooling2d.hpp"

namespace keratin::layers {

GlobalMaxPooling2D::GlobalMaxPooling2D(const GlobalMaxPooling2DOptions& options)
    : BaseGlobalPooling("GlobalMaxPooling2D", PoolMode::max, options), options_(options) {}

std::shared_ptr<Layer> GlobalMaxPooling2D::clone() const {
  return std::make_shared<GlobalMaxPooling2D>(own(options_));
}

}  // namespace keratin::layers
