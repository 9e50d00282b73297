#pragma once

#include <optional>

#include "keratin/layers/described.hpp"

namespace keratin::kernels {
struct ClippedRectifier;
}

namespace keratin::layers {

/// The named arguments of ReLU, in Keras's order.
struct ReLUOptions {
  std::optional<double> max_value = {};  ///< the largest output; none if it is not given
  double negative_slope = 0.0;           ///< below the threshold
  double threshold = 0.0;
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// x above the threshold, at most max_value, and negative_slope · (x − threshold) below it; as it is made,
/// max(x, 0): (batch, …) to the same shape.
class ReLU : public Described<ReLU, Layer, ReLUOptions> {
 public:
  /// Throws ValueError for an argument below 0 or not finite.
  explicit ReLU(const ReLUOptions& options = {});
  explicit ReLU(double max_value, const ReLUOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  bool join_previous(Fusion& fusion, bool training) const override;

 private:
  [[nodiscard]] bool clips() const { return options_.max_value || options_.threshold != 0.0; }
  [[nodiscard]] kernels::ClippedRectifier clipped() const;
};

}  // namespace keratin::layers
