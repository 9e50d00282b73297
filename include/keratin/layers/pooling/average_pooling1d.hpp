#pragma once

#include "keratin/layers/pooling/base_pooling.hpp"

namespace keratin::layers {

using AveragePooling1DOptions = AveragePoolingOptions<int>;

/// The mean of each window of a sequence, over its steps inside the sequence: (batch, steps, channels) to
/// (batch, new steps, channels).
class AveragePooling1D : public Described<AveragePooling1D, BasePooling<3>, AveragePooling1DOptions, int> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding and an unknown
  /// data_format.
  explicit AveragePooling1D(int pool_size, const AveragePooling1DOptions& options = {});
};

}  // namespace keratin::layers
