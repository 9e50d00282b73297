#pragma once

#include "keratin/layers/random_layer.hpp"

namespace keratin::layers {

/// The named arguments of Dropout, in Keras's order.
struct DropoutOptions {
  Shape noise_shape = {};  ///< (batch, …): 1 for an axis that shares one mask, None for the input's size
  std::optional<std::int64_t> seed = {};  ///< drawn when the layer is constructed if not given
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// In training sets each number to 0 with probability `rate` and multiplies the others by 1 / (1 − rate):
/// (batch, …) to the same shape.
class Dropout : public Described<Dropout, RandomLayer, DropoutOptions, double> {
 public:
  /// Throws ValueError unless `rate` is from 0 to 1, and for a noise_shape of dimensions that are not
  /// positive.
  explicit Dropout(double rate, const DropoutOptions& options = {});

 private:
  void draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
            float* out) const override;

  double rate_;
};

}  // namespace keratin::layers
