#pragma once

#include "keratin/layers/image_layer.hpp"
#include "keratin/sides2d.hpp"

namespace keratin::layers {

/// The named arguments of ZeroPadding2D, in Keras's order.
struct ZeroPadding2DOptions {
  Sides2D padding = 1;           ///< {{top, bottom}, {left, right}}
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Zeros around images: (batch, rows, columns, channels) to (batch, top + rows + bottom, left + columns +
/// right, channels).
class ZeroPadding2D : public Described<ZeroPadding2D, ImageLayer<Layer>, ZeroPadding2DOptions> {
 public:
  /// Throws ValueError for a negative padding.
  explicit ZeroPadding2D(Sides2D padding) : ZeroPadding2D(ZeroPadding2DOptions{.padding = padding}) {}

  /// A template only so that `{{1, 2}, {3, 4}}` is a padding and not two options.
  template <int = 0>
  explicit ZeroPadding2D(const ZeroPadding2DOptions& options = {});

 protected:
  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override;
  View backward_images(View dy, Tape& tape) const override;
};

}  // namespace keratin::layers
