#include "keratin/layers/global_average_pooling1d.hpp"

namespace keratin::layers {

GlobalAveragePooling1D::GlobalAveragePooling1D(const GlobalAveragePooling1DOptions& options)
    : BaseGlobalPooling("GlobalAveragePooling1D", PoolMode::average, options), options_(options) {}

std::shared_ptr<Layer> GlobalAveragePooling1D::clone() const {
  return std::make_shared<GlobalAveragePooling1D>(own(options_));
}

}  // namespace keratin::layers
