#pragma once

#include "keratin/layers/reshaping/base_frame.hpp"

namespace keratin::layers {

/// The named arguments of Cropping2D, in Keras's order.
struct Cropping2DOptions {
  Sides2D cropping = 0;          ///< {{top, bottom}, {left, right}}
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Removes rows and columns from the edges of images: (batch, rows, columns, channels) to (batch, rows − top
/// − bottom, columns − left − right, channels).
class Cropping2D : public Described<Cropping2D, BaseFrame<4>, Cropping2DOptions> {
 public:
  /// Throws ValueError for a negative cropping.
  explicit Cropping2D(Sides2D cropping);

  /// A template only so that `{{1, 2}, {3, 4}}` is a cropping and not two options.
  template <int = 0>
  explicit Cropping2D(const Cropping2DOptions& options = {})
      : Described("Cropping2D", {}, options, FrameMode::crop, options.cropping) {}
};

}  // namespace keratin::layers
