#pragma once

#include "keratin/layers/pooling/base_global_pooling.hpp"

namespace keratin::layers {

using GlobalAveragePooling1DOptions = GlobalPoolingOptions;

/// The mean of each channel of a sequence: (batch, steps, channels) to (batch, channels), or to (batch, 1,
/// channels) with keepdims.
class GlobalAveragePooling1D
    : public Described<GlobalAveragePooling1D, BaseGlobalPooling<3>, GlobalAveragePooling1DOptions> {
 public:
  /// Throws ValueError for an unknown data_format.
  explicit GlobalAveragePooling1D(const GlobalAveragePooling1DOptions& options = {});
};

}  // namespace keratin::layers
