#pragma once

#include <optional>
#include <string>

#include "keratin/shape.hpp"
#include "keratin/tensor.hpp"

namespace keratin::utils {

struct SaveImgOptions {
  /// Stretches the values so that the least becomes black and the greatest white; otherwise they are levels
  /// from 0 to 255, and whatever lies outside is moved to the nearer end.
  bool scale = true;
};

/// Writes a picture (rows, columns, channels) of 1 (grey), 3 (RGB) or 4 (RGBA) channels as `path`, which must
/// end in
/// `.png`. NaN is drawn as 0. The file is replaced as a whole or not at all. Throws ValueError for another
/// shape or ending and in a library built without libpng, IOError where the file cannot be written.
void save_img(const std::string& path, const Tensor& image, const SaveImgOptions& options = {});

struct LoadImgOptions {
  std::string color_mode = "rgb";  ///< or "grayscale", "rgba"
};

/// The picture in a PNG file: (rows, columns, channels), levels from 0 to 255. Colors become grey as ITU-R
/// 601 weighs them, as in Keras. Throws ValueError for an unknown color_mode and in a library built without
/// libpng, IOError where the file cannot be read, is no PNG or is damaged.
Tensor load_img(const std::string& path, const LoadImgOptions& options = {});

struct ImageGridOptions {
  std::optional<int> columns =
      {};                  ///< Pictures in a row; as near to a square as can be where it is not given.
  int padding = 1;         ///< Pixels between two pictures.
  float pad_value = 0.0F;  ///< The value of those pixels, and of empty places in the last row.
  int zoom = 1;            ///< Each pixel becomes zoom × zoom of them.
};

/// The shape of what image_grid() makes of pictures of this shape. Throws as image_grid() does.
Shape image_grid_shape(const Shape& images, const ImageGridOptions& options = {});

/// One picture (rows, columns, channels) with all of `images` (batch, rows, columns, channels) side by side.
/// Throws ValueError for another rank, no picture, options out of range, and a result of more than 2^28
/// values.
Tensor image_grid(const Tensor& images, const ImageGridOptions& options = {});

}  // namespace keratin::utils
