#pragma once

#include "keratin/layers/image_layer.hpp"
#include "keratin/sides1d.hpp"
#include "keratin/sides2d.hpp"
#include "keratin/sides3d.hpp"

namespace keratin {

namespace layers {

/// The named arguments of ZeroPadding1D, ZeroPadding2D and ZeroPadding3D, in Keras's order. `Sides` is a
/// Sides1D, Sides2D or Sides3D.
template <class Sides>
struct ZeroPaddingOptions {
  Sides padding = 1;             ///< before and after each axis: `{{top, bottom}, {left, right}}`
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

}  // namespace layers

enum class FrameMode { pad, crop };

/// The same sides for a sequence or an image as a volume.
inline Sides3D volume_sides(const Sides1D& sides) { return {{0, 0}, {0, 0}, {sides.before, sides.after}}; }
inline Sides3D volume_sides(const Sides2D& sides) {
  return {{0, 0}, {sides.top, sides.bottom}, {sides.left, sides.right}};
}
inline Sides3D volume_sides(const Sides3D& sides) { return sides; }

/// ZeroPadding2D and Cropping2D, or with rank 3 those of sequences, or with rank 5 those of volumes.
template <int rank>
class BaseFrame : public ImageLayer<Layer, rank> {
 protected:
  /// Throws ValueError for a negative number of places and an unknown data_format.
  template <class Sides, class Options>
  BaseFrame(std::string_view class_name, FrameMode mode, const Sides& sides, const Options& options)
      : ImageLayer<Layer, rank>(class_name, options), mode_(mode), sides_(volume_sides(sides)) {
    check_sides();
  }

  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override;
  View backward_images(View dy, Tape& tape) const override;

 private:
  void check_sides() const;
  [[nodiscard]] Shape padded_shape(const Shape& shape) const;
  [[nodiscard]] Shape cropped_shape(const Shape& shape) const;
  View pad(View x, Tape& tape) const;
  View crop(View x, Tape& tape) const;

  FrameMode mode_;
  Sides3D sides_;
};

extern template class BaseFrame<3>;
extern template class BaseFrame<4>;
extern template class BaseFrame<5>;

}  // namespace keratin
