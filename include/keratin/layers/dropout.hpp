#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

struct DropoutOptions {
  std::optional<std::int64_t> seed = {};  ///< drawn when the layer is made where it is not given
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// In training sets each number to 0 with probability `rate` and multiplies the others by 1 / (1 − rate);
/// elsewhere changes nothing: (batch, …) to the same shape. The same seed gives the numbers that Keras gives
/// on TensorFlow.
class Dropout : public Layer {
 public:
  /// Throws ValueError unless `rate` is from 0 to 1.
  explicit Dropout(double rate, const DropoutOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 private:
  [[nodiscard]] bool drops(const Tape& tape) const { return tape.training() && rate_ > 0.0; }

  double rate_;
  DropoutOptions options_;
  std::int64_t seed_ = 0;
  std::shared_ptr<std::atomic<std::int64_t>> calls_;  // forward passes in training so far
};

}  // namespace keratin::layers
