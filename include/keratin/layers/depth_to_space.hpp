#pragma once

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

struct DepthToSpaceOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Sub-pixel enlargement: the channels of each pixel become a square of block_size by block_size pixels, as
/// in tf.nn.depth_to_space: (batch, rows, columns, channels) to (batch, rows · block_size, columns ·
/// block_size, channels / block_size²). Keras has no such layer. Source: Shi et al., 2016.
class DepthToSpace : public Layer {
 public:
  /// Throws ValueError for a block_size that is not positive.
  explicit DepthToSpace(int block_size, const DepthToSpaceOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;

 private:
  int block_size_;
  DepthToSpaceOptions options_;
};

}  // namespace keratin::layers
