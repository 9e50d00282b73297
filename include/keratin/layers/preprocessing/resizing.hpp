#pragma once

#include "keratin/layers/image_layer.hpp"
#include "keratin/sides3d.hpp"

namespace keratin::kernels {
enum class Interpolation;
}

namespace keratin::layers {

/// The named arguments of Resizing, in Keras's order.
struct ResizingOptions {
  std::string interpolation = "bilinear";  ///< or "nearest", "bicubic", "lanczos3", "lanczos5", "area"
  bool crop_to_aspect_ratio = false;       ///< whether to crop what is too wide or too high first
  bool pad_to_aspect_ratio = false;        ///< whether to pad what is too narrow or too low first
  std::string fill_mode = "constant";      ///< the only one
  double fill_value = 0.0;                 ///< the value to pad with
  bool antialias = false;                  ///< whether a smaller image uses all pixels of the larger one
  std::string data_format = {};            ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Resizes images, as TensorFlow does: (batch, rows, columns, channels) to (batch, height, width, channels).
class Resizing : public Described<Resizing, ImageLayer<Layer>, ResizingOptions, int, int> {
 public:
  /// Throws ValueError for sizes that are not positive, for unknown names, and if images are to be both
  /// cropped and padded.
  Resizing(int height, int width, const ResizingOptions& options = {});

  /// How much to crop from images of this shape, channels last, or to pad, for the target's aspect ratio.
  [[nodiscard]] Sides3D margins(const Shape& input_shape) const;

 protected:
  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override;
  View backward_images(View dy, Tape& tape) const override;

 private:
  View reframe(View x, Tape& tape) const;
  View reframe_gradient(View dy, const Shape& input_shape, Tape& tape) const;

  int height_, width_;
  kernels::Interpolation interpolation_;
};

}  // namespace keratin::layers
