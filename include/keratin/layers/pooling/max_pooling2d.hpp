#pragma once

#include <initializer_list>

#include "keratin/layers/pooling/base_pooling.hpp"

namespace keratin::layers {

/// The named arguments of MaxPooling2D, in Keras's order.
struct MaxPooling2DOptions {
  Size2D pool_size = 2;
  Size2D strides = None;          ///< None: pool_size
  std::string padding = "valid";  ///< or "same": output size = input size / stride, rounded up
  std::string data_format = {};   ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The largest number of each window of an image: (batch, rows, columns, channels) to (batch, new rows, new
/// columns, channels).
class MaxPooling2D : public Described<MaxPooling2D, BasePooling<4>, MaxPooling2DOptions> {
 public:
  /// Throws ValueError for sizes that are not positive and for an unknown padding.
  explicit MaxPooling2D(Size2D pool_size, MaxPooling2DOptions options = {})
      : MaxPooling2D(options_with(&MaxPooling2DOptions::pool_size, pool_size, std::move(options))) {}

  /// Strides stand in the options: `{.strides = {2, 2}}`.
  MaxPooling2D(Size2D pool_size, std::initializer_list<int> strides) = delete;

  /// The same; a template only so that `{2, 3}` is a pool size and not two options.
  template <int = 0>
  explicit MaxPooling2D(const MaxPooling2DOptions& options = {});
};

}  // namespace keratin::layers
