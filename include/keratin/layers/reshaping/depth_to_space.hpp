#pragma once

#include "keratin/layers/image_layer.hpp"

namespace keratin::layers {

/// The named arguments of DepthToSpace, in Keras's order.
struct DepthToSpaceOptions {
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Sub-pixel enlargement: the channels of each pixel become a square of block_size by block_size pixels, as
/// in tf.nn.depth_to_space: (batch, rows, columns, channels) to (batch, rows · block_size, columns ·
/// block_size, channels / block_size²). Keras has no such layer. Source: Shi et al., 2016.
class DepthToSpace : public Described<DepthToSpace, ImageLayer<Layer>, DepthToSpaceOptions, int> {
 public:
  /// Throws ValueError for a block_size that is not positive and an unknown data_format.
  explicit DepthToSpace(int block_size, const DepthToSpaceOptions& options = {});

 protected:
  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override;
  View backward_images(View dy, Tape& tape) const override;

 private:
  int block_size_;
};

}  // namespace keratin::layers
