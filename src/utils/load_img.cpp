#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/utils/image_utils.hpp"
#include "memory_error.hpp"
#include "saving/read_file.hpp"
#include "utils/jpeg_format.hpp"
#include "utils/picture_file.hpp"
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

/// A picture of 3 or 4 channels as one of `channels`, in its own memory.
Picture converted(Picture picture, std::size_t channels) {
  const std::size_t pixels = picture.rows * picture.columns, before = picture.channels;
  std::vector<std::uint8_t>& levels = picture.levels;
  picture.channels = channels;
  if (channels > before) levels.resize(pixels * channels);
  for (std::size_t i = 0; i < pixels && channels != before; ++i) {
    const std::size_t pixel = channels > before ? pixels - 1 - i : i;  // what is read is not written before
    const std::uint8_t* from = levels.data() + pixel * before;
    const std::array<std::uint8_t, 4> colors = {channels == 1 ? grey(from) : from[0], from[1], from[2], 255};
    std::copy_n(colors.begin(), channels, levels.begin() + static_cast<std::ptrdiff_t>(pixel * channels));
  }
  levels.resize(pixels * channels);
  return picture;
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

/// Gives the levels back, half by half, as they become floats of four times their size.
Tensor to_tensor(Picture picture) {
  const std::array<std::size_t, 3> sizes = {picture.rows, picture.columns, picture.channels};
  Tensor image = empty_tensor(Shape::from(sizes));
  for (std::vector<std::uint8_t>& levels = picture.levels; !levels.empty();) {
    const std::size_t half = levels.size() / 2;
    std::copy(levels.begin() + static_cast<std::ptrdiff_t>(half), levels.end(), image.data() + half);
    levels.resize(half);
    levels.shrink_to_fit();
  }
  return image;
}

Picture loaded(const std::string& path, const LoadImgOptions& options) {
  const std::size_t channels = channels_of(options.color_mode);
  check_target_size(options.target_size);
  check_interpolation(options.interpolation, "load_img");
  constexpr std::uint64_t most = most_pixels * 10;  // 8 bytes a pixel, and what lies between them
  std::vector<std::uint8_t> bytes = saving::read_file(path, most);
  Picture picture =
      is_jpeg(bytes) ? decode_jpeg(path, bytes, "load_img") : decode_png(path, std::move(bytes), "load_img");
  picture = converted(std::move(picture), channels);
  return options.target_size.empty() ? picture : resized(picture, options);
}

}  // namespace

Picture load_picture(const std::string& path, const LoadImgOptions& options) {
  return within_memory([&] { return loaded(path, options); }, [&] { saving::fail_to_hold(path); });
}

Tensor load_img(const std::string& path, const LoadImgOptions& options) {
  return within_memory([&] { return to_tensor(load_picture(path, options)); },
                       [&] { saving::fail_to_hold(path); });
}

}  // namespace keratin::utils
