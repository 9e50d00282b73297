#pragma once

#include "keratin/layers/reshaping/base_frame.hpp"

namespace keratin::layers {

/// The named arguments of Cropping3D, in Keras's order.
struct Cropping3DOptions {
  Sides3D cropping = 1;          ///< {{front, back}, {top, bottom}, {left, right}}
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Removes places from the sides of volumes: (batch, depth, rows, columns, channels) to (batch, depth − front
/// − back, rows − top − bottom, columns − left − right, channels).
class Cropping3D : public Described<Cropping3D, BaseFrame<5>, Cropping3DOptions> {
 public:
  /// Throws ValueError for a negative cropping.
  explicit Cropping3D(Sides3D cropping, const Cropping3DOptions& options = {});

  /// A template only so that `{{1, 2}, {3, 4}, {5, 6}}` is a cropping and not two options.
  template <int = 0>
  explicit Cropping3D(const Cropping3DOptions& options = {})
      : Described("Cropping3D", {}, options, FrameMode::crop, options.cropping) {}
};

}  // namespace keratin::layers
