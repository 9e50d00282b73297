#pragma once

#include "keratin/layers/layer.hpp"
#include "keratin/padding.hpp"

namespace keratin::kernels {
struct Pooling;
}

namespace keratin::layers {

struct MaxPooling1DOptions {
  int pool_size = 2;
  int strides = None;             ///< None: pool_size
  std::string padding = "valid";  ///< or "same": output steps = input steps / stride, rounded up
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The largest number of each window of a sequence: (batch, steps, channels) to (batch, new steps, channels).
class MaxPooling1D : public Layer {
 public:
  /// Throws ValueError for sizes that are not positive and for an unknown padding.
  explicit MaxPooling1D(const MaxPooling1DOptions& options = {});
  explicit MaxPooling1D(int pool_size) : MaxPooling1D(MaxPooling1DOptions{.pool_size = pool_size}) {}

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 private:
  [[nodiscard]] kernels::Pooling geometry(const Shape& input_shape) const;

  MaxPooling1DOptions options_;
  Padding padding_;
};

}  // namespace keratin::layers
