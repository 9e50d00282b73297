#pragma once

#include "keratin/layers/regularization/base_spatial_dropout.hpp"

namespace keratin::layers {

/// The named arguments of SpatialDropout1D, in Keras's order.
struct SpatialDropout1DOptions {
  std::optional<std::int64_t> seed = {};  ///< drawn when the layer is constructed if not given
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// In training sets each channel of a sequence to 0 with probability `rate` and multiplies the others by
/// 1 / (1 − rate): (batch, steps, channels) to the same shape. Source: Tompson et al., 2014.
class SpatialDropout1D
    : public Described<SpatialDropout1D, BaseSpatialDropout, SpatialDropout1DOptions, double> {
 public:
  /// Throws ValueError unless `rate` is from 0 to 1.
  explicit SpatialDropout1D(double rate, const SpatialDropout1DOptions& options = {});
};

}  // namespace keratin::layers
