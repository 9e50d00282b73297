#pragma once

#include "keratin/layers/pooling/base_pooling.hpp"

namespace keratin::layers {

using AveragePooling2DOptions = AveragePoolingOptions<Size2D>;

/// The mean of each window of an image, over its pixels inside the image: (batch, rows, columns, channels) to
/// (batch, new rows, new columns, channels).
class AveragePooling2D : public Described<AveragePooling2D, BasePooling<4>, AveragePooling2DOptions, Size2D> {
 public:
  /// Throws ValueError for sizes that are not positive and for an unknown padding.
  explicit AveragePooling2D(Size2D pool_size, const AveragePooling2DOptions& options = {});
};

}  // namespace keratin::layers
