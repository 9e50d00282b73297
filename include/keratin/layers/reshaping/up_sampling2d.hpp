#pragma once

#include "keratin/layers/image_layer.hpp"
#include "keratin/size2d.hpp"

namespace keratin::kernels {
enum class Interpolation;
}

namespace keratin::layers {

/// The named arguments of UpSampling2D, in Keras's order.
struct UpSampling2DOptions {
  Size2D size = 2;                        ///< output rows and columns per input pixel
  std::string data_format = {};           ///< "channels_last" (the default) or "channels_first"
  std::string interpolation = "nearest";  ///< or "bilinear", "bicubic", "lanczos3", "lanczos5", "area"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Enlarges images: (batch, rows, columns, channels) to (batch, rows · size, columns · size, channels).
class UpSampling2D : public Described<UpSampling2D, ImageLayer<Layer>, UpSampling2DOptions> {
 public:
  /// Throws ValueError for a size that is not positive and for an unknown interpolation.
  explicit UpSampling2D(const UpSampling2DOptions& options = {});
  explicit UpSampling2D(Size2D size, const UpSampling2DOptions& options = {});

  bool join_following(Fusion& fusion) const override;

 protected:
  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override;
  View backward_images(View dy, Tape& tape) const override;

 private:
  /// Whether pixels are repeated: "nearest".
  [[nodiscard]] bool repeats() const;

  kernels::Interpolation interpolation_;
};

}  // namespace keratin::layers
