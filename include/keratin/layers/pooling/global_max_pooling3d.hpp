#pragma once

#include "keratin/layers/pooling/base_global_pooling.hpp"

namespace keratin::layers {

/// The named arguments of GlobalMaxPooling3D, in Keras's order.
struct GlobalMaxPooling3DOptions {
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  bool keepdims = false;         ///< whether the output keeps depth, rows and columns, of size 1
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The largest number of each channel of a volume: (batch, depth, rows, columns, channels) to (batch,
/// channels), or to (batch, 1, 1, 1, channels) with keepdims.
class GlobalMaxPooling3D
    : public Described<GlobalMaxPooling3D, BaseGlobalPooling<5>, GlobalMaxPooling3DOptions> {
 public:
  explicit GlobalMaxPooling3D(const GlobalMaxPooling3DOptions& options = {});
};

}  // namespace keratin::layers
