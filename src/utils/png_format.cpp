#include "utils/png_format.hpp"

#include <fmt/format.h>
#ifdef KERATIN_HAS_PNG
#include <png.h>
#endif

#include "keratin/error.hpp"

namespace keratin::utils {

#ifdef KERATIN_HAS_PNG

// libpng's simplified interface returns its errors instead of jumping out of the caller.

std::vector<std::uint8_t> encode_png(const Picture& picture, const char* /*function*/) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = static_cast<png_uint_32>(picture.columns);
  png.height = static_cast<png_uint_32>(picture.rows);
  png.format = picture.channels == 1   ? PNG_FORMAT_GRAY
               : picture.channels == 3 ? PNG_FORMAT_RGB
                                       : PNG_FORMAT_RGBA;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
  std::vector<std::uint8_t> bytes(size);
  if (png_image_write_to_memory(&png, bytes.data(), &size, 0, picture.levels.data(), 0, nullptr) == 0) {
    throw ValueError(fmt::format("A picture of shape ({}, {}, {}) cannot be written as PNG: {}.",
                                 picture.rows, picture.columns, picture.channels,
                                 static_cast<const char*>(png.message)));
  }
  bytes.resize(size);
  return bytes;
}

Picture decode_png(const std::string& path, std::span<const std::uint8_t> bytes, const char* /*function*/) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  const auto fail = [&](const std::string& reason) {
    png_image_free(&png);
    throw IOError(fmt::format("The file '{}' cannot be read: {}.", path, reason));
  };
  if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) == 0) {
    fail(fmt::format("it is no PNG or JPEG, or is damaged ({})", static_cast<const char*>(png.message)));
  }
  png.format = PNG_FORMAT_RGBA;
  png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  // A picture of black and white has 8 pixels a byte, of which compression makes at most 1032 times fewer.
  constexpr std::uint64_t most_growth = std::uint64_t{8} * 1032;
  const std::uint64_t pixels = std::uint64_t{png.width} * png.height;
  if (pixels > most_pixels || pixels / most_growth > bytes.size()) {
    fail(fmt::format("it claims {}x{} pixels, more than 2^26 or than {} bytes can hold", png.height,
                     png.width, bytes.size()));
  }
  Picture picture{png.height, png.width, 4, std::vector<std::uint8_t>(pixels * 4)};
  if (png_image_finish_read(&png, nullptr, picture.levels.data(), 0, nullptr) == 0) {
    fail(fmt::format("it is damaged ({})", static_cast<const char*>(png.message)));
  }
  return picture;
}

#else

namespace {

[[noreturn]] void fail(const char* function) {
  throw ValueError(
      fmt::format("{}() needs libpng, and this library was built without it: install libpng (Debian: "
                  "libpng-dev) and build again.",
                  function));
}

}  // namespace

std::vector<std::uint8_t> encode_png(const Picture& /*picture*/, const char* function) { fail(function); }

Picture decode_png(const std::string& /*path*/, std::span<const std::uint8_t> /*bytes*/,
                   const char* function) {
  fail(function);
}

#endif

}  // namespace keratin::utils
