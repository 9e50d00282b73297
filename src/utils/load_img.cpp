#include <fmt/format.h>
#ifdef KERATIN_HAS_PNG
#include <png.h>
#endif

#include <array>
#include <cstdint>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/utils/image_utils.hpp"
#include "saving/read_file.hpp"

namespace keratin::utils {

namespace {

std::size_t channels_of(const std::string& color_mode) {
  if (color_mode == "grayscale") return 1;
  if (color_mode == "rgb") return 3;
  if (color_mode == "rgba") return 4;
  throw ValueError(fmt::format(
      "load_img(): `color_mode` must be \"grayscale\", \"rgb\" or \"rgba\". Received: \"{}\".", color_mode));
}

#ifdef KERATIN_HAS_PNG

constexpr std::size_t rgba = 4;

struct Picture {
  std::size_t rows = 0, columns = 0;
  std::vector<std::uint8_t> levels;  // of red, green, blue and alpha
};

/// Uses libpng's simplified interface, which returns its errors instead of jumping out of the caller.
Picture decode_png(const std::string& path) {
  const std::vector<std::uint8_t> bytes = saving::read_file(path);
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  const auto fail = [&](const std::string& reason) {
    png_image_free(&png);
    throw IOError(fmt::format("The file '{}' cannot be read: {}.", path, reason));
  };
  if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) == 0) {
    fail(fmt::format("it is no PNG, or is damaged ({})", static_cast<const char*>(png.message)));
  }
  png.format = PNG_FORMAT_RGBA;
  png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  // A picture of black and white has 8 pixels a byte, of which compression makes at most 1032 times fewer.
  constexpr std::uint64_t most = 1U << 26U, most_growth = 8 * 1032;
  const std::uint64_t pixels = std::uint64_t{png.width} * png.height;
  if (pixels > most || pixels / most_growth > bytes.size()) {
    fail(fmt::format("it claims {}x{} pixels, more than 2^26 or than {} bytes can hold", png.height,
                     png.width, bytes.size()));
  }
  Picture picture{png.height, png.width, std::vector<std::uint8_t>(pixels * rgba)};
  if (png_image_finish_read(&png, nullptr, picture.levels.data(), 0, nullptr) == 0) {
    fail(fmt::format("it is damaged ({})", static_cast<const char*>(png.message)));
  }
  return picture;
}

std::uint8_t grey(const std::uint8_t* pixel) {
  constexpr std::array<std::uint32_t, 3> weights = {19595, 38470, 7471};  // 0.299, 0.587, 0.114 of 2^16
  std::uint32_t sum = 1U << 15U;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * pixel[i];
  return static_cast<std::uint8_t>(sum >> 16U);
}

#endif

}  // namespace

#ifdef KERATIN_HAS_PNG
Tensor load_img(const std::string& path, const LoadImgOptions& options) {
  const std::size_t channels = channels_of(options.color_mode);
  const Picture picture = decode_png(path);
  Tensor image = Tensor::from_shape({picture.rows, picture.columns, channels});
  float* target = image.data();
  for (std::size_t i = 0; i < picture.levels.size(); i += rgba) {
    const std::uint8_t* pixel = picture.levels.data() + i;
    if (channels == 1) {
      *target++ = grey(pixel);
    } else {
      target = std::copy_n(pixel, channels, target);
    }
  }
  return image;
}
#else
Tensor load_img(const std::string& /*path*/, const LoadImgOptions& options) {
  static_cast<void>(channels_of(options.color_mode));
  throw ValueError(
      "load_img() needs libpng, and this library was built without it: install libpng (Debian: "
      "libpng-dev) and build again.");
}
#endif

}  // namespace keratin::utils
