#pragma once

#include <initializer_list>

#include "keratin/layers/pooling/base_pooling.hpp"

namespace keratin::layers {

using MaxPooling1DOptions = MaxPoolingOptions<int>;

/// The largest number of each window of a sequence: (batch, steps, channels) to (batch, new steps, channels).
class MaxPooling1D : public Described<MaxPooling1D, BasePooling<3>, MaxPooling1DOptions> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding and an unknown
  /// data_format.
  explicit MaxPooling1D(const MaxPooling1DOptions& options = {});
  explicit MaxPooling1D(int pool_size, const MaxPooling1DOptions& options = {});

  /// Strides stand in the options: `{.strides = 2}`.
  MaxPooling1D(int pool_size, std::initializer_list<int> strides) = delete;
};

}  // namespace keratin::layers
