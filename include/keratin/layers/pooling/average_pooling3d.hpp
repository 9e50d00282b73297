#pragma once

#include "keratin/layers/pooling/base_pooling.hpp"

namespace keratin::layers {

/// The named arguments of AveragePooling3D, in Keras's order.
struct AveragePooling3DOptions {
  Size3D strides = None;          ///< None: pool_size
  std::string padding = "valid";  ///< or "same": output size = input size / stride, rounded up
  std::string data_format = {};   ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The mean of each window of a volume, over its voxels inside the volume: (batch, depth, rows, columns,
/// channels) to (batch, new depth, new rows, new columns, channels).
class AveragePooling3D : public Described<AveragePooling3D, BasePooling<5>, AveragePooling3DOptions, Size3D> {
 public:
  /// Throws ValueError for sizes that are not positive and for an unknown padding.
  explicit AveragePooling3D(Size3D pool_size, const AveragePooling3DOptions& options = {});
};

}  // namespace keratin::layers
