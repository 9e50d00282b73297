#pragma once

#include "keratin/layers/image_layer.hpp"
#include "keratin/size3d.hpp"

namespace keratin::layers {

/// The named arguments of UpSampling3D, in Keras's order.
struct UpSampling3DOptions {
  Size3D size = 2;               ///< output places per input voxel, along depth, rows and columns
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Repeats each voxel of volumes: (batch, depth, rows, columns, channels) to (batch, depth · size, rows ·
/// size, columns · size, channels).
class UpSampling3D : public Described<UpSampling3D, ImageLayer<Layer, 5>, UpSampling3DOptions> {
 public:
  /// Throws ValueError for a size that is not positive and for an unknown data_format.
  explicit UpSampling3D(Size3D size, const UpSampling3DOptions& options = {});

  /// A template only so that `{1, 2, 2}` is a size and not three options.
  template <int = 0>
  explicit UpSampling3D(const UpSampling3DOptions& options = {});

 protected:
  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override;
  View backward_images(View dy, Tape& tape) const override;
};

}  // namespace keratin::layers
