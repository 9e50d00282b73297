#pragma once

#include "keratin/layers/pooling/base_global_pooling.hpp"

namespace keratin::layers {

using GlobalMaxPooling2DOptions = GlobalPoolingOptions;

/// The largest number of each channel of an image: (batch, rows, columns, channels) to (batch, channels), or
/// to (batch, 1, 1, channels) with keepdims.
class GlobalMaxPooling2D
    : public Described<GlobalMaxPooling2D, BaseGlobalPooling<4>, GlobalMaxPooling2DOptions> {
 public:
  explicit GlobalMaxPooling2D(const GlobalMaxPooling2DOptions& options = {});
};

}  // namespace keratin::layers
