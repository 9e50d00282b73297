#pragma once

#include <optional>
#include <string>

#include "keratin/shape.hpp"
#include "keratin/tensor.hpp"

namespace keratin::utils {

/// The named arguments of img_to_array(), in Keras's order.
struct ImgToArrayOptions {
  std::string data_format = {};  ///< of the result: "channels_last", also where empty, or "channels_first"
};

/// An image as Keras's img_to_array gives it. load_img() and array_to_img() give a Tensor already, so that
/// this only checks it, gives (rows, columns) an axis of one channel, and moves the channels where
/// `data_format` asks for it. Throws ValueError for another rank, no pixel or not 1, 3 or 4 channels, and for
/// an unknown data_format.
Tensor img_to_array(const Tensor& img, const ImgToArrayOptions& options = {});

/// The named arguments of array_to_img(), in Keras's order.
struct ArrayToImgOptions {
  std::string data_format = {};  ///< of `x`: "channels_last", also where empty, or "channels_first"
  /// Stretches the values so that the least becomes black and the greatest white; otherwise they are levels
  /// from 0 to 255, and whatever lies outside is moved to the nearer end.
  bool scale = true;
};

/// The image (rows, columns, channels) that save_img() writes of an array: whole levels from 0 to 255, NaN
/// as 0. Throws ValueError as img_to_array().
Tensor array_to_img(const Tensor& x, const ArrayToImgOptions& options = {});

/// The named arguments of save_img(), in Keras's order.
struct SaveImgOptions {
  std::string data_format = {};  ///< as ArrayToImgOptions has it
  std::string file_format = {};  ///< "png", "jpeg" or "jpg"; where empty, the path's ending says it
  bool scale = true;             ///< as ArrayToImgOptions has it
  int quality = 75;              ///< of a JPEG file, 1 to 100; as Pillow has it
};

/// Writes an image (rows, columns, channels) of 1 (grey), 3 (RGB) or 4 (RGBA) channels as `path`: as PNG or,
/// less alpha, as JPEG. The file is replaced as a whole or not at all. Throws ValueError for another shape,
/// ending or option and in a library built without libpng or, for JPEG, libjpeg, IOError where the file
/// cannot be written.
void save_img(const std::string& path, const Tensor& x, const SaveImgOptions& options = {});

/// The named arguments of load_img(), in Keras's order.
struct LoadImgOptions {
  std::string color_mode = "rgb";  ///< or "grayscale", "rgba"
  Shape target_size = {};          ///< {rows, columns}; the file's own where empty
  /// How the target_size is reached, as Pillow resizes: "nearest", "bilinear", "bicubic", "hamming", "box" or
  /// "lanczos".
  std::string interpolation = "nearest";
  bool keep_aspect_ratio = false;  ///< takes the largest middle part of target_size's ratio, not the whole
};

/// The image in a PNG or JPEG file, which its first bytes tell: (rows, columns, channels), levels from 0 to
/// 255, at most 2^26 pixels. Colors become grey as ITU-R 601 weighs them, and a camera's note on how it was
/// held is not followed, as in Keras. Throws ValueError for unknown options and in a library built without
/// libpng or, for JPEG, libjpeg, IOError where the file cannot be read, is neither, is damaged or cut off.
Tensor load_img(const std::string& path, const LoadImgOptions& options = {});

/// The named arguments of image_grid().
struct ImageGridOptions {
  std::optional<int> columns = {};  ///< Images in a row; as near to a square as can be where it is not given.
  int padding = 1;                  ///< Pixels between two images.
  float pad_value = 0.0F;           ///< The value of those pixels, and of empty places in the last row.
  int zoom = 1;                     ///< Each pixel becomes zoom × zoom of them.
};

/// The shape of what image_grid() makes of images of this shape. Throws as image_grid() does.
Shape image_grid_shape(const Shape& images, const ImageGridOptions& options = {});

/// One image (rows, columns, channels) with all of `images` (batch, rows, columns, channels) side by side.
/// Throws ValueError for another rank, no image, options out of range, and a result of more than 2^28
/// values.
Tensor image_grid(const Tensor& images, const ImageGridOptions& options = {});

/// The named arguments of save_animation().
struct SaveAnimationOptions {
  double delay = 0.1;  ///< seconds for which each image stays, from 0 to 65
  int loop = 0;        ///< how often all of them are shown; 0 without end
  bool scale = true;   ///< as ArrayToImgOptions has it, one scale for all images
};

/// Writes images (n, rows, columns, channels) of 1, 3 or 4 channels as an animated PNG (APNG), which
/// browsers and Pillow play and other programs show as its first image. The file is replaced as a whole or
/// not at all. Throws ValueError for another shape, for a `path` that does not end in .png or .apng, for
/// options out of range and in a library built without libpng, IOError where the file cannot be written.
void save_animation(const std::string& path, const Tensor& frames, const SaveAnimationOptions& options = {});

/// The named arguments of print_image() and format_image().
struct PrintImageOptions {
  bool scale = true;    ///< as ArrayToImgOptions has it
  bool redraw = false;  ///< first goes up by the lines of such an image: draws over the one printed before
};

/// The text that draws an image (rows, columns, channels) of 1, 3 or 4 channels, less alpha, on a terminal
/// of 24-bit colors: two pixels a character, the upper half block (U+2580), so that it takes half as many
/// lines as rows. Throws ValueError for another shape.
std::string format_image(const Tensor& image, const PrintImageOptions& options = {});

/// Writes format_image() to standard output, at once.
void print_image(const Tensor& image, const PrintImageOptions& options = {});

}  // namespace keratin::utils
