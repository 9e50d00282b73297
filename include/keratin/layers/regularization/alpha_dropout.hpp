#pragma once

#include "keratin/layers/random_layer.hpp"

namespace keratin::layers {

/// The named arguments of AlphaDropout, in Keras's order.
struct AlphaDropoutOptions {
  Shape noise_shape = {};  ///< (batch, …): 1 for an axis that shares one mask, None for the input's size
  std::optional<std::int64_t> seed = {};  ///< drawn when the layer is constructed if not given
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// In training sets each number to selu's lowest value with probability `rate`, then scales and shifts all so
/// that mean and variance are kept: (batch, …) to the same shape. Source: Klambauer et al., 2017.
class AlphaDropout : public Described<AlphaDropout, RandomLayer, AlphaDropoutOptions, double> {
 public:
  /// Throws ValueError unless `rate` is at least 0 and below 1, and for a noise_shape of dimensions that are
  /// not positive.
  explicit AlphaDropout(double rate, const AlphaDropoutOptions& options = {});

  View forward(View x, Tape& tape) const override;

 private:
  void draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
            float* out) const override;

  double rate_;
  float scale_, shift_;
};

}  // namespace keratin::layers
