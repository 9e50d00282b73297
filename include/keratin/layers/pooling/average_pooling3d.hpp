#pragma once

#include "keratin/layers/pooling/base_pooling.hpp"

namespace keratin::layers {

using AveragePooling3DOptions = AveragePoolingOptions<Size3D>;

/// The mean of each window of a volume, over its voxels inside the volume: (batch, depth, rows, columns,
/// channels) to (batch, new depth, new rows, new columns, channels).
class AveragePooling3D : public Described<AveragePooling3D, BasePooling<5>, AveragePooling3DOptions, Size3D> {
 public:
  /// Throws ValueError for sizes that are not positive and for an unknown padding.
  explicit AveragePooling3D(Size3D pool_size, const AveragePooling3DOptions& options = {});
};

}  // namespace keratin::layers
