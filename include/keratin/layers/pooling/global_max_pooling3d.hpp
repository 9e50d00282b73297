#pragma once

#include "keratin/layers/pooling/base_global_pooling.hpp"

namespace keratin::layers {

using GlobalMaxPooling3DOptions = GlobalPoolingOptions;

/// The largest number of each channel of a volume: (batch, depth, rows, columns, channels) to (batch,
/// channels), or to (batch, 1, 1, 1, channels) with keepdims.
class GlobalMaxPooling3D
    : public Described<GlobalMaxPooling3D, BaseGlobalPooling<5>, GlobalMaxPooling3DOptions> {
 public:
  explicit GlobalMaxPooling3D(const GlobalMaxPooling3DOptions& options = {});
};

}  // namespace keratin::layers
