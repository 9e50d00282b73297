#pragma once

#include "keratin/layers/pooling/base_pooling.hpp"

namespace keratin::layers {

/// The named arguments of AveragePooling1D, in Keras's order.
struct AveragePooling1DOptions {
  int strides = None;             ///< None: pool_size
  std::string padding = "valid";  ///< or "same": output steps = input steps / stride, rounded up
  std::string data_format = {};   ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The mean of each window of a sequence, over its steps inside the sequence: (batch, steps, channels) to
/// (batch, new steps, channels).
class AveragePooling1D : public Described<AveragePooling1D, BasePooling<3>, AveragePooling1DOptions, int> {
 public:
  /// Throws ValueError for sizes that are not positive, an unknown padding and an unknown
  /// data_format.
  explicit AveragePooling1D(int pool_size, const AveragePooling1DOptions& options = {});
};

}  // namespace keratin::layers
