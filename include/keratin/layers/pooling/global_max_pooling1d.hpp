#pragma once

#include "keratin/layers/pooling/base_global_pooling.hpp"

namespace keratin::layers {

/// The named arguments of GlobalMaxPooling1D, in Keras's order.
struct GlobalMaxPooling1DOptions {
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  bool keepdims = false;         ///< whether the output keeps the axis, with one step
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The largest number of each channel of a sequence: (batch, steps, channels) to (batch, channels), or to
/// (batch, 1, channels) with keepdims.
class GlobalMaxPooling1D
    : public Described<GlobalMaxPooling1D, BaseGlobalPooling<3>, GlobalMaxPooling1DOptions> {
 public:
  /// Throws ValueError for an unknown data_format.
  explicit GlobalMaxPooling1D(const GlobalMaxPooling1DOptions& options = {});
};

}  // namespace keratin::layers
