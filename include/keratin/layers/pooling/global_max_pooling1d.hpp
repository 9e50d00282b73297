#pragma once

#include "keratin/layers/pooling/base_global_pooling.hpp"

namespace keratin::layers {

using GlobalMaxPooling1DOptions = GlobalPoolingOptions;

/// The largest number of each channel of a sequence: (batch, steps, channels) to (batch, channels), or to
/// (batch, 1, channels) with keepdims.
class GlobalMaxPooling1D
    : public Described<GlobalMaxPooling1D, BaseGlobalPooling<3>, GlobalMaxPooling1DOptions> {
 public:
  /// Throws ValueError for an unknown data_format.
  explicit GlobalMaxPooling1D(const GlobalMaxPooling1DOptions& options = {});
};

}  // namespace keratin::layers
