#pragma once

#include "keratin/layers/random_layer.hpp"

namespace keratin::layers {

/// The named arguments of GaussianDropout, in Keras's order.
struct GaussianDropoutOptions {
  std::optional<std::int64_t> seed = {};  ///< drawn when the layer is constructed if not given
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// In training multiplies by normal numbers of mean 1 and standard deviation √(rate / (1 − rate)): (batch, …)
/// to the same shape. Source: Srivastava et al., 2014.
class GaussianDropout : public Described<GaussianDropout, RandomLayer, GaussianDropoutOptions, double> {
 public:
  /// Throws ValueError unless `rate` is at least 0 and below 1.
  explicit GaussianDropout(double rate, const GaussianDropoutOptions& options = {});

 private:
  void draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
            float* out) const override;

  double rate_;
};

}  // namespace keratin::layers
