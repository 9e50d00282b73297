#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "files/system_file.hpp"
#include "images/image_file.hpp"
#include "images/image_formats.hpp"
#include "images/resample.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/image_utils.hpp"
#include "memory_error.hpp"

namespace keratin::utils {

namespace {

std::size_t channels_of(const std::string& color_mode) {
  if (const std::optional<int> channels = find_channels(color_mode))
    return static_cast<std::size_t>(*channels);
  throw ValueError(fmt::format(
      "load_img(): `color_mode` must be \"grayscale\", \"rgb\" or \"rgba\". Received: \"{}\".", color_mode));
}

void check_target_size(const Shape& size) {
  if (size.empty() || can_resize_to(size)) return;
  throw ValueError(fmt::format(
      "load_img(): `target_size` must be {{rows, columns}}, each from 1 to {}, and of at most 2^26 "
      "pixels. Received: {}.",
      longest_side, to_string(size)));
}

std::uint8_t grey(const std::uint8_t* pixel) {
  constexpr std::array<std::uint32_t, 3> weights = {19595, 38470, 7471};  // 0.299, 0.587, 0.114 of 2^16
  std::uint32_t sum = 1U << 15U;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * pixel[i];
  return static_cast<std::uint8_t>(sum >> 16U);
}

/// An image of 3 or 4 channels as one of `channels`, in its own memory.
Image converted(Image image, std::size_t channels) {
  const std::size_t pixels = image.rows * image.columns, before = image.channels;
  std::vector<std::uint8_t>& levels = image.levels;
  image.channels = channels;
  if (channels > before) levels.resize(pixels * channels);
  for (std::size_t i = 0; i < pixels && channels != before; ++i) {
    const std::size_t pixel = channels > before ? pixels - 1 - i : i;  // what is read is not written before
    const std::uint8_t* from = levels.data() + pixel * before;
    const std::array<std::uint8_t, 4> colors = {channels == 1 ? grey(from) : from[0], from[1], from[2], 255};
    std::copy_n(colors.begin(), channels, levels.begin() + static_cast<std::ptrdiff_t>(pixel * channels));
  }
  levels.resize(pixels * channels);
  return image;
}

/// The largest part in the middle that has the sides' ratio of rows · columns.
Box middle(const Image& image, std::size_t rows, std::size_t columns) {
  const std::size_t part_rows = std::min(image.rows, image.columns * rows / columns);
  const std::size_t part_columns = std::min(image.columns, image.rows * columns / rows);
  if (part_rows == 0 || part_columns == 0) {
    throw ValueError(
        fmt::format("load_img(): an image of {}x{} pixels has no part of the sides' ratio {}x{}. Choose "
                    "another `target_size`, or leave `keep_aspect_ratio` out.",
                    image.rows, image.columns, rows, columns));
  }
  return {(image.rows - part_rows) / 2, (image.columns - part_columns) / 2, part_rows, part_columns};
}

Image resized(const Image& image, const LoadImgOptions& options) {
  const auto rows = static_cast<std::size_t>(options.target_size[0]);
  const auto columns = static_cast<std::size_t>(options.target_size[1]);
  if (image.rows == rows && image.columns == columns) return image;
  if (image.rows * columns > 4 * most_pixels) {  // what lies between the two passes
    throw ValueError(
        fmt::format("load_img(): an image of {}x{} pixels cannot be made {}x{}: its sides change too much.",
                    image.rows, image.columns, rows, columns));
  }
  const Box box =
      options.keep_aspect_ratio ? middle(image, rows, columns) : Box{0, 0, image.rows, image.columns};
  return resample(image, box, rows, columns, options.interpolation);
}

/// Gives the levels back, half by half, as they become floats of four times their size.
Tensor to_tensor(Image pixels) {
  const std::array<std::size_t, 3> sizes = {pixels.rows, pixels.columns, pixels.channels};
  Tensor image = empty_tensor(Shape::from(sizes));
  for (std::vector<std::uint8_t>& levels = pixels.levels; !levels.empty();) {
    const std::size_t half = levels.size() / 2;
    std::copy(levels.begin() + static_cast<std::ptrdiff_t>(half), levels.end(), image.data() + half);
    levels.resize(half);
    levels.shrink_to_fit();
  }
  return image;
}

void check(const LoadImgOptions& options) {
  static_cast<void>(channels_of(options.color_mode));
  check_target_size(options.target_size);
  check_interpolation(options.interpolation, "load_img");
}

Image loaded(const std::string& path, const LoadImgOptions& options) {
  check(options);
  constexpr std::uint64_t most = most_pixels * 10;  // 8 bytes a pixel, and what lies between them
  return decode_image(path, saving::read_file(path, most), options);
}

}  // namespace

Image decode_image(const std::string& path, std::vector<std::uint8_t> bytes, const LoadImgOptions& options) {
  check(options);
  Image image =
      is_jpeg(bytes) ? decode_jpeg(path, bytes, "load_img") : decode_png(path, std::move(bytes), "load_img");
  image = converted(std::move(image), channels_of(options.color_mode));
  return options.target_size.empty() ? image : resized(image, options);
}

Image load_image(const std::string& path, const LoadImgOptions& options) {
  return within_memory([&] { return loaded(path, options); }, [&] { saving::fail_to_hold(path); });
}

Tensor load_img(const std::string& path, const LoadImgOptions& options) {
  return within_memory([&] { return to_tensor(load_image(path, options)); },
                       [&] { saving::fail_to_hold(path); });
}

}  // namespace keratin::utils
