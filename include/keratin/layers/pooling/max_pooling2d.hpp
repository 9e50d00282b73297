#pragma once

#include <initializer_list>

#include "keratin/layers/pooling/base_pooling.hpp"

namespace keratin::layers {

using MaxPooling2DOptions = MaxPoolingOptions<Size2D>;

/// The largest number of each window of an image: (batch, rows, columns, channels) to (batch, new rows, new
/// columns, channels).
class MaxPooling2D : public Described<MaxPooling2D, BasePooling<4>, MaxPooling2DOptions> {
 public:
  /// Throws ValueError for sizes that are not positive and for an unknown padding.
  explicit MaxPooling2D(Size2D pool_size, const MaxPooling2DOptions& options = {});

  /// Strides stand in the options: `{.strides = {2, 2}}`.
  MaxPooling2D(Size2D pool_size, std::initializer_list<int> strides) = delete;

  /// The same; a template only so that `{2, 3}` is a pool size and not two options.
  template <int = 0>
  explicit MaxPooling2D(const MaxPooling2DOptions& options = {});
};

}  // namespace keratin::layers
