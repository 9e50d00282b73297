#pragma once

#include <optional>
#include <string>

#include "keratin/shape.hpp"
#include "keratin/tensor.hpp"

namespace keratin::utils {

/// The named arguments of img_to_array(), in Keras's order.
struct ImgToArrayOptions {
  std::string data_format = {};  ///< of the result: "channels_last" (the default) or "channels_first"
};

/// An image as Keras's img_to_array gives it. load_img() and array_to_img() give a Tensor already, so that
/// this only checks it, gives (rows, columns) an axis of one channel, and moves the channels if `data_format`
/// requires it. Throws ValueError for another rank, no pixel or not 1, 3 or 4 channels, and for an unknown
/// data_format.
Tensor img_to_array(const Tensor& img, const ImgToArrayOptions& options = {});

/// The named arguments of array_to_img(), in Keras's order.
struct ArrayToImgOptions {
  std::string data_format = {};  ///< of `x`: "channels_last" (the default) or "channels_first"
  /// Stretches the values so that the smallest becomes black and the largest white; otherwise they are levels
  /// from 0 to 255, clipped to that range.
  bool scale = true;
};

/// The image (rows, columns, channels) that save_img() writes for an array: whole levels from 0 to 255, NaN
/// as 0. Throws ValueError as img_to_array().
Tensor array_to_img(const Tensor& x, const ArrayToImgOptions& options = {});

/// The named arguments of save_img(), in Keras's order.
struct SaveImgOptions {
  std::string data_format = {};  ///< as in ArrayToImgOptions
  std::string file_format = {};  ///< "png", "jpeg" or "jpg"; if empty, from the path's ending
  bool scale = true;             ///< as in ArrayToImgOptions
  int quality = 75;              ///< of a JPEG file, 1 to 100; as in Pillow
};

/// Writes an image (rows, columns, channels) of 1 (gray), 3 (RGB) or 4 (RGBA) channels as `path`: as PNG or,
/// less alpha, as JPEG. The file is replaced entirely or not at all. Throws ValueError for another shape,
/// ending or option and in a library built without libpng or, for JPEG, libjpeg, IOError if the file cannot
/// be written.
void save_img(const std::string& path, const Tensor& x, const SaveImgOptions& options = {});

/// The named arguments of load_img(), in Keras's order.
struct LoadImgOptions {
  std::string color_mode = "rgb";  ///< or "grayscale", "rgba"
  Shape target_size = {};          ///< {rows, columns}; the file's own if empty
  /// How the target_size is reached, as Pillow resizes: "nearest", "bilinear", "bicubic", "hamming", "box" or
  /// "lanczos".
  std::string interpolation = "nearest";
  bool keep_aspect_ratio = false;  ///< crops the center to target_size's aspect ratio
};

/// The image in a PNG or JPEG file, recognized by its first bytes: (rows, columns, channels), levels from 0
/// to 255, at most 2^26 pixels. Colors become gray with the weights of ITU-R 601. As in Keras, the
/// orientation that a camera recorded is ignored. Throws ValueError for unknown options and in a library
/// built without libpng or, for JPEG, libjpeg, IOError if the file cannot be read, is neither, is damaged or
/// cut off.
Tensor load_img(const std::string& path, const LoadImgOptions& options = {});

/// The named arguments of image_grid().
struct ImageGridOptions {
  std::optional<int> columns = {};  ///< Images per row; by default the grid is as square as possible.
  int padding = 1;                  ///< Pixels between two images.
  float pad_value = 0.0F;           ///< The value of those pixels, and of empty cells in the last row.
  int zoom = 1;                     ///< Each pixel becomes zoom × zoom pixels.
};

/// The shape of image_grid()'s result for images of this shape. Throws as image_grid() does.
Shape image_grid_shape(const Shape& images, const ImageGridOptions& options = {});

/// One image (rows, columns, channels) with all of `images` (batch, rows, columns, channels) side by side.
/// Throws ValueError for another rank, no image, options out of range, and a result of more than 2^28
/// values.
Tensor image_grid(const Tensor& images, const ImageGridOptions& options = {});

/// The named arguments of save_animation().
struct SaveAnimationOptions {
  double delay = 0.1;  ///< seconds per image, from 0 to 65
  int loop = 0;        ///< how often the animation is shown; 0: forever
  bool scale = true;   ///< as in ArrayToImgOptions, one scale for all images
};

/// Writes images (n, rows, columns, channels) of 1, 3 or 4 channels as an animated PNG (APNG), which browsers
/// and Pillow play; other programs show its first image. The file is replaced entirely or not at all. Throws
/// ValueError for another shape, for a `path` that does not end in .png or .apng, for options out of range
/// and in a library built without libpng, IOError if the file cannot be written.
void save_animation(const std::string& path, const Tensor& frames, const SaveAnimationOptions& options = {});

/// The named arguments of print_image() and format_image().
struct PrintImageOptions {
  bool scale = true;    ///< as in ArrayToImgOptions
  bool redraw = false;  ///< first moves up by the lines of such an image, to overwrite the previous one
};

/// The text that draws an image (rows, columns, channels) of 1, 3 or 4 channels, less alpha, on a terminal of
/// 24-bit colors: each character is two pixels, the upper half block (U+2580), so it takes half as many lines
/// as rows. Throws ValueError for another shape.
std::string format_image(const Tensor& image, const PrintImageOptions& options = {});

/// Writes format_image() to standard output, at once.
void print_image(const Tensor& image, const PrintImageOptions& options = {});

}  // namespace keratin::utils
