#pragma once

#include "keratin/layers/regularization/base_spatial_dropout.hpp"

namespace keratin::layers {

/// The named arguments of SpatialDropout2D, in Keras's order.
struct SpatialDropout2DOptions {
  std::string data_format = {};           ///< "channels_last" (the default) or "channels_first"
  std::optional<std::int64_t> seed = {};  ///< drawn when the layer is constructed if not given
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// In training sets each channel of an image to 0 with probability `rate` and multiplies the others by
/// 1 / (1 − rate): (batch, rows, columns, channels) to the same shape. Source: Tompson et al., 2014.
class SpatialDropout2D
    : public Described<SpatialDropout2D, BaseSpatialDropout, SpatialDropout2DOptions, double> {
 public:
  /// Throws ValueError unless `rate` is from 0 to 1, and for an unknown data_format.
  explicit SpatialDropout2D(double rate, const SpatialDropout2DOptions& options = {});
};

}  // namespace keratin::layers
