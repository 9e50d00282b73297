#pragma once

#include "keratin/layers/pooling/base_global_pooling.hpp"

namespace keratin::layers {

using GlobalAveragePooling2DOptions = GlobalPoolingOptions;

/// The mean of each channel of an image: (batch, rows, columns, channels) to (batch, channels), or to
/// (batch, 1, 1, channels) with keepdims.
class GlobalAveragePooling2D
    : public Described<GlobalAveragePooling2D, BaseGlobalPooling<4>, GlobalAveragePooling2DOptions> {
 public:
  explicit GlobalAveragePooling2D(const GlobalAveragePooling2DOptions& options = {});
};

}  // namespace keratin::layers
