#pragma once

#include "keratin/layers/pooling/base_global_pooling.hpp"

namespace keratin::layers {

/// The named arguments of GlobalAveragePooling3D, in Keras's order.
struct GlobalAveragePooling3DOptions {
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  bool keepdims = false;         ///< whether the output keeps depth, rows and columns, of size 1
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The mean of each channel of a volume: (batch, depth, rows, columns, channels) to (batch, channels), or to
/// (batch, 1, 1, 1, channels) with keepdims.
class GlobalAveragePooling3D
    : public Described<GlobalAveragePooling3D, BaseGlobalPooling<5>, GlobalAveragePooling3DOptions> {
 public:
  explicit GlobalAveragePooling3D(const GlobalAveragePooling3DOptions& options = {});
};

}  // namespace keratin::layers
