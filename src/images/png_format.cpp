#include <fmt/format.h>

#include "images/image_formats.hpp"
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

#include "files/system_file.hpp"
#include "keratin/error.hpp"

namespace keratin::utils {

#ifdef KERATIN_HAS_PNG

namespace {

/// libpng reports an error by a call that must not return: it jumps back to where attempt() set it.
class PngEncoder : public RowEncoder {
 public:
  explicit PngEncoder(const ImageSize& size)
      : size_(size),
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
    const int color = size_.channels == 1   ? PNG_COLOR_TYPE_GRAY
                      : size_.channels == 3 ? PNG_COLOR_TYPE_RGB
                                            : PNG_COLOR_TYPE_RGB_ALPHA;
    png_set_IHDR(png, info, static_cast<png_uint_32>(size_.columns), static_cast<png_uint_32>(size_.rows), 8,
                 color, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_write_info(png, info);
  }

  /// Nothing that `action` calls has a destructor.
  template <class Action>
  void attempt(const Action& action) {
    if (!is_done(action)) {
      throw ValueError(fmt::format("An image of shape ({}, {}, {}) cannot be written as PNG: {}.", size_.rows,
                                   size_.columns, size_.channels, message_.data()));
    }
  }

  template <class Action>
  bool is_done(const Action& action) {
    if (setjmp(png_jmpbuf(codec_.png)) != 0) return false;
    action();
    return true;
  }

  ImageSize size_;
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

/// libpng's simplified interface, which returns its errors instead of jumping out of the caller.
struct PngDecoder {
  PngDecoder() { image.version = PNG_IMAGE_VERSION; }
  ~PngDecoder() { png_image_free(&image); }
  PngDecoder(const PngDecoder&) = delete;
  PngDecoder& operator=(const PngDecoder&) = delete;

  png_image image{};
};

}  // namespace

std::unique_ptr<RowEncoder> png_encoder(const ImageSize& size, const char* /*function*/) {
  return std::make_unique<PngEncoder>(size);
}

Image decode_png(const std::string& path, std::vector<std::uint8_t> bytes, const char* /*function*/) {
  keep_pixels(bytes);
  PngDecoder decoder;
  png_image& png = decoder.image;
  const auto fail = [&](const char* what) {
    saving::fail_to_read(path, fmt::format("{} ({})", what, static_cast<const char*>(png.message)));
  };
  if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) == 0)
    fail("it is no PNG or JPEG, or is damaged");
  png.format = PNG_FORMAT_RGBA;
  png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  // An image of black and white has 8 pixels a byte, of which compression makes at most 1032 times fewer.
  constexpr std::uint64_t most_growth = std::uint64_t{8} * 1032;
  check_pixels(path, bytes.size(), png.height, png.width, most_growth);
  Image image{{png.height, png.width, 4}, std::vector<std::uint8_t>(std::size_t{png.height} * png.width * 4)};
  if (png_image_finish_read(&png, nullptr, image.levels.data(), 0, nullptr) == 0) fail("it is damaged");
  return image;
}

#else

std::unique_ptr<RowEncoder> png_encoder(const ImageSize& /*size*/, const char* function) {
  fail_without(function, "libpng (Debian: libpng-dev)", ".");
}

Image decode_png(const std::string& /*path*/, std::vector<std::uint8_t> /*bytes*/, const char* function) {
  fail_without(function, "libpng (Debian: libpng-dev)", ".");
}

#endif

std::vector<std::uint8_t> encode_png(const Image& image, const char* function) {
  const std::unique_ptr<RowEncoder> encoder = png_encoder(image, function);
  add_rows(image, *encoder);
  encoder->finish();
  return encoder->take();
}

}  // namespace keratin::utils
