#pragma once

#include "keratin/layers/random_layer.hpp"

namespace keratin {

/// SpatialDropout1D, SpatialDropout2D and SpatialDropout3D, whose inputs have 3, 4 and 5 dimensions.
class BaseSpatialDropout : public RandomLayer {
 public:
  /// Without `trainable`, which Keras's classes do not have.
  [[nodiscard]] Config get_config() const override;

 protected:
  /// Throws ValueError unless `rate` is from 0 to 1, and for an unknown data_format.
  template <class Options>
  BaseSpatialDropout(std::string_view class_name, int rank, double rate, const std::string& data_format,
                     const Options& options)
      : RandomLayer(class_name, options), rate_(rate) {
    start(rank, data_format, options.seed);
  }

 private:
  void start(int rank, const std::string& data_format, std::optional<std::int64_t> seed);
  void draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
            float* out) const override;

  double rate_;
};

}  // namespace keratin
