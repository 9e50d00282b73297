#include "images/png_format.hpp"

#include <fmt/format.h>
#ifdef KERATIN_HAS_PNG
#include <png.h>
#endif

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdio>
#include <new>
#include <set>
#include <string_view>

#include "keratin/error.hpp"

namespace keratin::utils {

#ifdef KERATIN_HAS_PNG

namespace {

/// libpng reports an error by a call that must not return: it jumps back to where attempt() set it.
class PngEncoder : public RowEncoder {
 public:
  PngEncoder(std::size_t rows, std::size_t columns, std::size_t channels)
      : rows_(rows),
        columns_(columns),
        channels_(channels),
        codec_(
            png_create_write_struct(PNG_LIBPNG_VER_STRING, this, jump, [](png_structp, png_const_charp) {})) {
    attempt([this] { begin(codec_.png, codec_.info); });
  }

  void add_row(const std::uint8_t* levels) override {
    attempt([&] { png_write_row(codec_.png, levels); });
  }

  void finish() override {
    attempt([this] { png_write_end(codec_.png, codec_.info); });
  }

 private:
  struct Codec {
    explicit Codec(png_structp made)
        : png(made), info(made == nullptr ? nullptr : png_create_info_struct(made)) {
      if (info != nullptr) return;
      png_destroy_write_struct(&png, nullptr);
      throw std::bad_alloc();
    }
    ~Codec() { png_destroy_write_struct(&png, &info); }
    Codec(const Codec&) = delete;
    Codec& operator=(const Codec&) = delete;

    png_structp png;
    png_infop info;
  };

  [[noreturn]] static void jump(png_structp png, png_const_charp message) {
    auto& reason = static_cast<PngEncoder*>(png_get_error_ptr(png))->message_;
    std::snprintf(reason.data(), reason.size(), "%s", message);
    png_longjmp(png, 1);
  }

  static void write(png_structp png, png_bytep bytes, std::size_t count) {
    if (!static_cast<PngEncoder*>(png_get_io_ptr(png))->keep(bytes, count))
      png_error(png, "not enough memory");
  }

  void begin(png_structp png, png_infop info) {
    png_set_write_fn(png, this, write, nullptr);
    const int color = channels_ == 1   ? PNG_COLOR_TYPE_GRAY
                      : channels_ == 3 ? PNG_COLOR_TYPE_RGB
                                       : PNG_COLOR_TYPE_RGB_ALPHA;
    png_set_IHDR(png, info, static_cast<png_uint_32>(columns_), static_cast<png_uint_32>(rows_), 8, color,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_write_info(png, info);
  }

  /// Nothing that `action` calls has a destructor.
  template <class Action>
  void attempt(const Action& action) {
    if (!is_done(action)) {
      throw ValueError(fmt::format("An image of shape ({}, {}, {}) cannot be written as PNG: {}.", rows_,
                                   columns_, channels_, message_.data()));
    }
  }

  template <class Action>
  bool is_done(const Action& action) {
    if (setjmp(png_jmpbuf(codec_.png)) != 0) return false;
    action();
    return true;
  }

  std::size_t rows_, columns_, channels_;
  std::array<char, 256> message_{};
  Codec codec_;
};

/// Leaves in a PNG only the chunks that say something of its pixels, the first of those that come once:
/// libpng unpacks texts and profiles, however many, before it says how large the image is.
void keep_pixels(std::vector<std::uint8_t>& bytes) {
  constexpr std::string_view known = "tRNS gAMA cHRM sRGB iCCP sBIT cICP mDCV cLLI";
  constexpr std::size_t signature = 8, around = 12;  // the bytes of a chunk without its data
  std::set<std::string, std::less<>> seen;
  std::size_t end = signature;  // of what is kept
  for (std::size_t begin = signature; begin < bytes.size();) {
    std::size_t size = bytes.size() - begin;
    bool is_kept = true;
    if (size >= around) {
      const std::string_view type(reinterpret_cast<const char*>(&bytes[begin]) + 4, 4);
      size = std::min(size, around + png_get_uint_32(&bytes[begin]));
      const bool is_critical = (static_cast<unsigned char>(type[0]) & 0x20U) == 0;
      is_kept = is_critical || (known.find(type) != std::string_view::npos && seen.emplace(type).second);
    }
    if (is_kept) {
      std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(begin), size,
                  bytes.begin() + static_cast<std::ptrdiff_t>(end));
      end += size;
    }
    begin += size;
  }
  bytes.resize(std::min(end, bytes.size()));
}

}  // namespace

std::unique_ptr<RowEncoder> png_encoder(std::size_t rows, std::size_t columns, std::size_t channels,
                                        const char* /*function*/) {
  return std::make_unique<PngEncoder>(rows, columns, channels);
}

// libpng's simplified interface returns its errors instead of jumping out of the caller.

Image decode_png(const std::string& path, std::vector<std::uint8_t> bytes, const char* /*function*/) {
  keep_pixels(bytes);
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
  // An image of black and white has 8 pixels a byte, of which compression makes at most 1032 times fewer.
  constexpr std::uint64_t most_growth = std::uint64_t{8} * 1032;
  const std::uint64_t pixels = std::uint64_t{png.width} * png.height;
  if (pixels > most_pixels || pixels / most_growth > bytes.size()) {
    fail(fmt::format("it claims {}x{} pixels, more than 2^26 or than {} bytes can hold", png.height,
                     png.width, bytes.size()));
  }
  Image image{png.height, png.width, 4, std::vector<std::uint8_t>(pixels * 4)};
  if (png_image_finish_read(&png, nullptr, image.levels.data(), 0, nullptr) == 0) {
    fail(fmt::format("it is damaged ({})", static_cast<const char*>(png.message)));
  }
  return image;
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

std::unique_ptr<RowEncoder> png_encoder(std::size_t /*rows*/, std::size_t /*columns*/,
                                        std::size_t /*channels*/, const char* function) {
  fail(function);
}

Image decode_png(const std::string& /*path*/, std::vector<std::uint8_t> /*bytes*/, const char* function) {
  fail(function);
}

#endif

std::vector<std::uint8_t> encode_png(const Image& image, const char* function) {
  return encoded(image, *png_encoder(image.rows, image.columns, image.channels, function));
}

}  // namespace keratin::utils
