#include "keratin/layers/global_max_pooling1d.hpp"

namespace keratin::layers {

GlobalMaxPooling1D::GlobalMaxPooling1D(const GlobalMaxPooling1DOptions& options)
    : BaseGlobalPooling("GlobalMaxPooling1D", PoolMode::max, options), options_(options) {}

std::shared_ptr<Layer> GlobalMaxPooling1D::clone() const {
  return std::make_shared<GlobalMaxPooling1D>(own(options_));
}

}  // namespace keratin::layers
