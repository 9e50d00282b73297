#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/utils/image_utils.hpp"
#include "saving/read_file.hpp"
#include "utils/jpeg_format.hpp"
#include "utils/png_format.hpp"
#include "utils/resample.hpp"

namespace keratin::utils {

namespace {

std::size_t channels_of(const std::string& color_mode) {
  if (color_mode == "grayscale") return 1;
  if (color_mode == "rgb") return 3;
  if (color_mode == "rgba") return 4;
  throw ValueError(fmt::format(
      "load_img(): `color_mode` must be \"grayscale\", \"rgb\" or \"rgba\". Received: \"{}\".", color_mode));
}

void check_target_size(const Shape& size) {
  constexpr int most = 65535;
  const auto fits = [](int side) { return side >= 1 && side <= most; };
  if (size.empty()) return;
  if (size.rank() == 2 && fits(size[0]) && fits(size[1]) && size.element_count() <= most_pixels) return;
  throw ValueError(fmt::format(
      "load_img(): `target_size` must be {{rows, columns}}, each from 1 to {}, and of at most 2^26 "
      "pixels. Received: {}.",
      most, to_string(size)));
}

std::uint8_t grey(const std::uint8_t* pixel) {
  constexpr std::array<std::uint32_t, 3> weights = {19595, 38470, 7471};  // 0.299, 0.587, 0.114 of 2^16
  std::uint32_t sum = 1U << 15U;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * pixel[i];
  return static_cast<std::uint8_t>(sum >> 16U);
}

/// A picture of 3 or 4 channels as one of `channels`.
Picture converted(Picture picture, std::size_t channels) {
  if (picture.channels == channels) return picture;
  Picture made{picture.rows, picture.columns, channels, {}};
  made.levels.reserve(picture.rows * picture.columns * channels);
  for (std::size_t i = 0; i < picture.levels.size(); i += picture.channels) {
    const std::uint8_t* pixel = picture.levels.data() + i;
    if (channels == 1) {
      made.levels.push_back(grey(pixel));
    } else {
      made.levels.insert(made.levels.end(), pixel, pixel + 3);
      if (channels == 4) made.levels.push_back(255);
    }
  }
  return made;
}

/// The largest part in the middle that has the sides' ratio of rows · columns.
Box middle(const Picture& picture, std::size_t rows, std::size_t columns) {
  const std::size_t part_rows = std::min(picture.rows, picture.columns * rows / columns);
  const std::size_t part_columns = std::min(picture.columns, picture.rows * columns / rows);
  if (part_rows == 0 || part_columns == 0) {
    throw ValueError(
        fmt::format("load_img(): a picture of {}x{} pixels has no part of the sides' ratio {}x{}. Choose "
                    "another `target_size`, or leave `keep_aspect_ratio` out.",
                    picture.rows, picture.columns, rows, columns));
  }
  return {(picture.rows - part_rows) / 2, (picture.columns - part_columns) / 2, part_rows, part_columns};
}

Picture resized(const Picture& picture, const LoadImgOptions& options) {
  const auto rows = static_cast<std::size_t>(options.target_size[0]);
  const auto columns = static_cast<std::size_t>(options.target_size[1]);
  if (picture.rows == rows && picture.columns == columns) return picture;
  if (picture.rows * columns > 4 * most_pixels) {  // what lies between the two passes
    throw ValueError(
        fmt::format("load_img(): a picture of {}x{} pixels cannot be made {}x{}: its sides change too much.",
                    picture.rows, picture.columns, rows, columns));
  }
  const Box box =
      options.keep_aspect_ratio ? middle(picture, rows, columns) : Box{0, 0, picture.rows, picture.columns};
  return resample(picture, box, rows, columns, options.interpolation);
}

}  // namespace

Tensor load_img(const std::string& path, const LoadImgOptions& options) {
  const std::size_t channels = channels_of(options.color_mode);
  check_target_size(options.target_size);
  check_interpolation(options.interpolation, "load_img");
  const std::vector<std::uint8_t> bytes = saving::read_file(path);
  Picture picture = converted(
      is_jpeg(bytes) ? decode_jpeg(path, bytes, "load_img") : decode_png(path, bytes, "load_img"), channels);
  if (!options.target_size.empty()) picture = resized(picture, options);
  Tensor image = Tensor::from_shape({picture.rows, picture.columns, picture.channels});
  std::copy(picture.levels.begin(), picture.levels.end(), image.data());
  return image;
}

}  // namespace keratin::utils
