#pragma once

#include "keratin/layers/pooling/base_global_pooling.hpp"

namespace keratin::layers {

using GlobalAveragePooling3DOptions = GlobalPoolingOptions;

/// The mean of each channel of a volume: (batch, depth, rows, columns, channels) to (batch, channels), or to
/// (batch, 1, 1, 1, channels) with keepdims.
class GlobalAveragePooling3D
    : public Described<GlobalAveragePooling3D, BaseGlobalPooling<5>, GlobalAveragePooling3DOptions> {
 public:
  explicit GlobalAveragePooling3D(const GlobalAveragePooling3DOptions& options = {});
};

}  // namespace keratin::layers
