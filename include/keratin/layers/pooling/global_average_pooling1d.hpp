#pragma once

#include "keratin/layers/pooling/base_global_pooling.hpp"

namespace keratin::layers {

/// The named arguments of GlobalAveragePooling1D, in Keras's order.
struct GlobalAveragePooling1DOptions {
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  bool keepdims = false;         ///< whether the output keeps the axis, with one step
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The mean of each channel of a sequence: (batch, steps, channels) to (batch, channels), or to (batch, 1,
/// channels) with keepdims.
class GlobalAveragePooling1D
    : public Described<GlobalAveragePooling1D, BaseGlobalPooling<3>, GlobalAveragePooling1DOptions> {
 public:
  /// Throws ValueError for an unknown data_format.
  explicit GlobalAveragePooling1D(const GlobalAveragePooling1DOptions& options = {});
};

}  // namespace keratin::layers
