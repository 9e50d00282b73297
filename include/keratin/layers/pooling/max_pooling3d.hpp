#pragma once

#include <initializer_list>

#include "keratin/layers/pooling/base_pooling.hpp"

namespace keratin::layers {

using MaxPooling3DOptions = MaxPoolingOptions<Size3D>;

/// The largest number of each window of a volume: (batch, depth, rows, columns, channels) to (batch, new
/// depth, new rows, new columns, channels).
class MaxPooling3D : public Described<MaxPooling3D, BasePooling<5>, MaxPooling3DOptions> {
 public:
  /// Throws ValueError for sizes that are not positive and for an unknown padding.
  explicit MaxPooling3D(Size3D pool_size, const MaxPooling3DOptions& options = {});

  /// Strides stand in the options: `{.strides = 2}`.
  MaxPooling3D(Size3D pool_size, std::initializer_list<int> strides) = delete;

  /// The same; a template only so that `{2, 3, 3}` is a pool size and not two options.
  template <int = 0>
  explicit MaxPooling3D(const MaxPooling3DOptions& options = {});
};

}  // namespace keratin::layers
