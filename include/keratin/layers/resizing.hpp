#pragma once

#include "keratin/layers/image_layer.hpp"
#include "keratin/sides2d.hpp"

namespace keratin::kernels {
enum class Interpolation;
}

namespace keratin::layers {

/// The named arguments of Resizing, in Keras's order.
struct ResizingOptions {
  std::string interpolation = "bilinear";  ///< or "nearest", "bicubic", "lanczos3", "lanczos5", "area"
  bool crop_to_aspect_ratio = false;       ///< whether what is too wide or too high is cut off first
  bool pad_to_aspect_ratio = false;        ///< whether what is too narrow or too low is padded first
  std::string fill_mode = "constant";      ///< the only one
  double fill_value = 0.0;                 ///< what is padded with
  bool antialias = false;                  ///< whether a smaller image takes all pixels into account
  std::string data_format = {};            ///< "channels_last", also where empty, or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Makes images larger or smaller, as TensorFlow does: (batch, rows, columns, channels) to (batch, height,
/// width, channels).
class Resizing : public ImageLayer<Layer> {
 public:
  /// Throws ValueError for sizes that are not positive, for unknown names, and where images are to be both
  /// cropped and padded.
  Resizing(int height, int width, const ResizingOptions& options = {});

  [[nodiscard]] std::shared_ptr<Layer> clone() const override;
  [[nodiscard]] Config get_config() const override;
  /// The layer of a config that get_config() or Keras gave. Throws ValueError for what is not supported.
  static std::shared_ptr<Layer> from_config(const Config& config);

  /// What is cropped off images of this shape, channels last, or padded around them, for the target's
  /// aspect ratio.
  [[nodiscard]] Sides2D margins(const Shape& input_shape) const;

 protected:
  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override;
  View backward_images(View dy, Tape& tape) const override;

 private:
  View reframe(View x, Tape& tape) const;
  View reframe_gradient(View dy, const Shape& input_shape, Tape& tape) const;

  int height_, width_;
  ResizingOptions options_;
  kernels::Interpolation interpolation_;
};

}  // namespace keratin::layers
