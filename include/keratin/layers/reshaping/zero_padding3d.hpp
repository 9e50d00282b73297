#pragma once

#include "keratin/layers/image_layer.hpp"
#include "keratin/sides3d.hpp"

namespace keratin::layers {

/// The named arguments of ZeroPadding3D, in Keras's order.
struct ZeroPadding3DOptions {
  Sides3D padding = 1;           ///< {{front, back}, {top, bottom}, {left, right}}
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Zeros around volumes: (batch, depth, rows, columns, channels) to (batch, front + depth + back, top + rows
/// + bottom, left + columns + right, channels).
class ZeroPadding3D : public Described<ZeroPadding3D, ImageLayer<Layer, 5>, ZeroPadding3DOptions> {
 public:
  /// Throws ValueError for a negative padding.
  explicit ZeroPadding3D(Sides3D padding, ZeroPadding3DOptions options = {})
      : ZeroPadding3D(options_with(&ZeroPadding3DOptions::padding, padding, std::move(options))) {}

  /// A template only so that `{{1, 2}, {3, 4}, {5, 6}}` is a padding and not two options.
  template <int = 0>
  explicit ZeroPadding3D(const ZeroPadding3DOptions& options = {});

 protected:
  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override;
  View backward_images(View dy, Tape& tape) const override;
};

}  // namespace keratin::layers
