#include "utils/jpeg_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "keratin/error.hpp"
#ifdef KERATIN_HAS_JPEG
#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it
#include <cstdlib>
// After <cstdio>:
#include <jerror.h>
#include <jpeglib.h>
#endif

namespace keratin::utils {

bool is_jpeg(std::span<const std::uint8_t> bytes) {
  constexpr std::array<std::uint8_t, 3> start = {0xff, 0xd8, 0xff};
  return bytes.size() >= start.size() && std::equal(start.begin(), start.end(), bytes.begin());
}

#ifdef KERATIN_HAS_JPEG

namespace {

/// libjpeg reports an error by a call that must not return. It jumps back to where `escape` was set, in one
/// of the functions below that say so: between there and here is nothing that has a destructor.
struct Errors {
  jpeg_error_mgr manager;
  std::jmp_buf escape;
  std::array<char, JMSG_LENGTH_MAX> message;
};

[[noreturn]] void jump(j_common_ptr codec) {
  auto* errors = reinterpret_cast<Errors*>(codec->err);
  codec->err->format_message(codec, errors->message.data());
  std::longjmp(errors->escape, 1);
}

/// libjpeg goes on after a warning, with pixels that it made up: all but harmless ones are errors.
void warn(j_common_ptr codec, int level) {
  const int code = codec->err->msg_code;
  if (level < 0 && code != JWRN_EXTRANEOUS_DATA && code != JWRN_JFIF_MAJOR && code != JWRN_ADOBE_XFORM)
    jump(codec);
}

/// A file may ask for any number of passes over its picture; programs write about ten.
void watch(j_common_ptr codec) {
  constexpr int most_scans = 100;
  if (reinterpret_cast<j_decompress_ptr>(codec)->input_scan_number <= most_scans) return;
  auto* errors = reinterpret_cast<Errors*>(codec->err);
  std::snprintf(errors->message.data(), errors->message.size(), "more than %d scans", most_scans);
  std::longjmp(errors->escape, 1);
}

void set_up(Errors& errors) {
  jpeg_std_error(&errors.manager);
  errors.manager.error_exit = jump;
  errors.manager.emit_message = warn;
}

class Decoder {
 public:
  explicit Decoder(std::span<const std::uint8_t> bytes) : bytes_(bytes) {
    set_up(errors_);
    progress_.progress_monitor = watch;
    codec_.err = &errors_.manager;
  }
  ~Decoder() { jpeg_destroy_decompress(&codec_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  /// False where `message()` says what is wrong. Errors jump here.
  bool read_header() {
    if (setjmp(errors_.escape) != 0) return false;
    jpeg_create_decompress(&codec_);
    codec_.progress = &progress_;
    jpeg_mem_src(&codec_, bytes_.data(), bytes_.size());
    jpeg_read_header(&codec_, TRUE);
    const bool for_printing = codec_.jpeg_color_space == JCS_CMYK || codec_.jpeg_color_space == JCS_YCCK;
    codec_.out_color_space = for_printing ? JCS_CMYK : JCS_RGB;
    return true;
  }

  /// Of a pixel that is read: red, green and blue, or the four inks of a picture for printing.
  [[nodiscard]] std::size_t channels() const { return codec_.out_color_space == JCS_CMYK ? 4 : 3; }

  /// Writes the channels of all pixels. False as above; errors jump here.
  bool read_pixels(std::uint8_t* levels) {
    if (setjmp(errors_.escape) != 0) return false;
    jpeg_start_decompress(&codec_);
    while (codec_.output_scanline < codec_.output_height) {
      JSAMPROW row = levels + std::size_t{codec_.output_scanline} * codec_.output_width * channels();
      jpeg_read_scanlines(&codec_, &row, 1);
    }
    jpeg_finish_decompress(&codec_);
    return true;
  }

  [[nodiscard]] const jpeg_decompress_struct& codec() const { return codec_; }
  [[nodiscard]] const char* message() const { return errors_.message.data(); }

 private:
  std::span<const std::uint8_t> bytes_;
  Errors errors_{};
  jpeg_progress_mgr progress_{};
  jpeg_decompress_struct codec_{};
};

/// Red, green and blue of pixels in cyan, magenta, yellow and black, each stored as 255 less the ink, as
/// Adobe's programs do and Pillow takes for granted.
std::vector<std::uint8_t> rgb_of_inks(const std::vector<std::uint8_t>& inks) {
  std::vector<std::uint8_t> levels;
  levels.reserve(inks.size() / 4 * 3);
  for (std::size_t pixel = 0; pixel < inks.size(); pixel += 4) {
    for (std::size_t color = 0; color < 3; ++color)
      levels.push_back(static_cast<std::uint8_t>((inks[pixel + color] * inks[pixel + 3] + 127) / 255));
  }
  return levels;
}

class Encoder {
 public:
  Encoder() {
    set_up(errors_);
    codec_.err = &errors_.manager;
  }
  ~Encoder() {
    jpeg_destroy_compress(&codec_);
    std::free(bytes_);
  }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  /// False where `message()` says what is wrong. Errors jump here.
  bool write(const Picture& picture, int quality) {
    if (setjmp(errors_.escape) != 0) return false;
    jpeg_create_compress(&codec_);
    jpeg_mem_dest(&codec_, &bytes_, &size_);
    codec_.image_width = static_cast<JDIMENSION>(picture.columns);
    codec_.image_height = static_cast<JDIMENSION>(picture.rows);
    codec_.input_components = static_cast<int>(picture.channels);
    codec_.in_color_space = picture.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&codec_);
    jpeg_set_quality(&codec_, quality, TRUE);
    jpeg_start_compress(&codec_, TRUE);
    while (codec_.next_scanline < codec_.image_height) {
      const std::uint8_t* start =
          picture.levels.data() + codec_.next_scanline * picture.columns * picture.channels;
      JSAMPROW row = const_cast<std::uint8_t*>(start);  // libjpeg only reads it
      jpeg_write_scanlines(&codec_, &row, 1);
    }
    jpeg_finish_compress(&codec_);
    return true;
  }

  [[nodiscard]] std::vector<std::uint8_t> bytes() const { return {bytes_, bytes_ + size_}; }
  [[nodiscard]] const char* message() const { return errors_.message.data(); }

 private:
  Errors errors_{};
  jpeg_compress_struct codec_{};
  unsigned char* bytes_ = nullptr;
  unsigned long size_ = 0;
};

}  // namespace

std::vector<std::uint8_t> encode_jpeg(const Picture& picture, int quality, const char* /*function*/) {
  Encoder encoder;
  if (encoder.write(picture, quality)) return encoder.bytes();
  throw ValueError(fmt::format("A picture of shape ({}, {}, {}) cannot be written as JPEG: {}.", picture.rows,
                               picture.columns, picture.channels, encoder.message()));
}

Picture decode_jpeg(const std::string& path, std::span<const std::uint8_t> bytes, const char* /*function*/) {
  const auto fail = [&](const std::string& reason) {
    throw IOError(fmt::format("The file '{}' cannot be read: {}.", path, reason));
  };
  Decoder decoder(bytes);
  const jpeg_decompress_struct& codec = decoder.codec();
  if (!decoder.read_header()) fail(fmt::format("it is no JPEG, or is damaged ({})", decoder.message()));
  // A block of 8x8 pixels takes a bit or more, and one channel may have more pixels than the others.
  constexpr std::uint64_t most_growth = std::uint64_t{4} * 8 * 64;
  const std::uint64_t pixels = std::uint64_t{codec.image_width} * codec.image_height;
  if (pixels > most_pixels || pixels / most_growth > bytes.size()) {
    fail(fmt::format("it claims {}x{} pixels, more than 2^26 or than {} bytes can hold", codec.image_height,
                     codec.image_width, bytes.size()));
  }
  std::vector<std::uint8_t> levels(pixels * decoder.channels());
  if (!decoder.read_pixels(levels.data())) fail(fmt::format("it is damaged ({})", decoder.message()));
  if (decoder.channels() == 4) levels = rgb_of_inks(levels);
  return {codec.image_height, codec.image_width, 3, std::move(levels)};
}

#else

namespace {

[[noreturn]] void fail(const char* function) {
  throw ValueError(
      fmt::format("{}() needs libjpeg for JPEG files, and this library was built without it: install libjpeg "
                  "(Debian: libjpeg-dev) and build again, or use PNG files.",
                  function));
}

}  // namespace

std::vector<std::uint8_t> encode_jpeg(const Picture& /*picture*/, int /*quality*/, const char* function) {
  fail(function);
}

Picture decode_jpeg(const std::string& /*path*/, std::span<const std::uint8_t> /*bytes*/,
                    const char* function) {
  fail(function);
}

#endif

}  // namespace keratin::utils
