#include "keratin/layers/max_pooling2d.hpp"

namespace keratin::layers {

template <int>
MaxPooling2D::MaxPooling2D(const MaxPooling2DOptions& options)
    : BasePooling("MaxPooling2D", PoolMode::max, options.pool_size,
                  options.strides == Size2D(None) ? options.pool_size : options.strides, options),
      options_(options) {}

template MaxPooling2D::MaxPooling2D(const MaxPooling2DOptions&);

std::shared_ptr<Layer> MaxPooling2D::clone() const { return std::make_shared<MaxPooling2D>(own(options_)); }

}  // namespace keratin::layers
