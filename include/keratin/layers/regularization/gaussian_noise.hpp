#pragma once

#include "keratin/layers/random_layer.hpp"

namespace keratin::layers {

/// The named arguments of GaussianNoise, in Keras's order.
struct GaussianNoiseOptions {
  std::optional<std::int64_t> seed = {};  ///< drawn when the layer is constructed if not given
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// In training adds normal numbers of mean 0 and standard deviation `stddev`: (batch, …) to the same shape.
class GaussianNoise : public Described<GaussianNoise, RandomLayer, GaussianNoiseOptions, double> {
 public:
  /// Throws ValueError unless `stddev` is from 0 to 1.
  explicit GaussianNoise(double stddev, const GaussianNoiseOptions& options = {});

  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

 private:
  void draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
            float* out) const override;

  double stddev_;
};

}  // namespace keratin::layers
