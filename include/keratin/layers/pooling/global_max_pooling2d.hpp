#pragma once

#include "keratin/layers/pooling/base_global_pooling.hpp"

namespace keratin::layers {

/// The named arguments of GlobalMaxPooling2D, in Keras's order.
struct GlobalMaxPooling2DOptions {
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  bool keepdims = false;         ///< whether the output keeps rows and columns, of size 1
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The largest number of each channel of an image: (batch, rows, columns, channels) to (batch, channels), or
/// to (batch, 1, 1, channels) with keepdims.
class GlobalMaxPooling2D
    : public Described<GlobalMaxPooling2D, BaseGlobalPooling<4>, GlobalMaxPooling2DOptions> {
 public:
  explicit GlobalMaxPooling2D(const GlobalMaxPooling2DOptions& options = {});
};

}  // namespace keratin::layers
