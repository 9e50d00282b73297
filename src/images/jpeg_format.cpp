#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "files/system_file.hpp"
#include "images/image_formats.hpp"
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

/// A file may ask for any number of passes over its image; programs write about ten.
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

  /// False if `message()` says what is wrong. Errors jump here.
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

  /// Of a pixel that is read: red, green and blue, or the four inks of an image for printing.
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

/// Makes of pixels in cyan, magenta, yellow and black, each stored as 255 less the ink, as Adobe's programs
/// do and Pillow takes for granted, red, green and blue.
void inks_to_rgb(std::vector<std::uint8_t>& levels) {
  std::size_t made = 0;
  for (std::size_t pixel = 0; pixel < levels.size(); pixel += 4) {
    const int black = levels[pixel + 3];
    for (std::size_t color = 0; color < 3; ++color)
      levels[made++] = static_cast<std::uint8_t>((levels[pixel + color] * black + 127) / 255);
  }
  levels.resize(made);
}

class Encoder : public RowEncoder {
 public:
  Encoder(const ImageSize& size, int quality)
      : size_(size), colors_(size.columns * (size.channels == 1 ? 1 : 3)) {
    set_up(errors_);
    codec_.codec.err = &errors_.manager;
    check(begin(quality));
  }

  /// JPEG knows no alpha.
  void add_row(const std::uint8_t* levels) override {
    const std::size_t kept = size_.channels == 1 ? 1 : 3;
    for (std::size_t i = 0; i < colors_.size(); ++i)
      colors_[i] = levels[i / kept * size_.channels + i % kept];
    check(write_row());
  }

  void finish() override { check(write_end()); }

 private:
  struct Codec {
    Codec() = default;
    ~Codec() { jpeg_destroy_compress(&codec); }
    Codec(const Codec&) = delete;
    Codec& operator=(const Codec&) = delete;

    jpeg_compress_struct codec{};
  };

  void check(bool is_done) const {
    if (is_done) return;
    throw ValueError(fmt::format("An image of shape ({}, {}, {}) cannot be written as JPEG: {}.", size_.rows,
                                 size_.columns, size_.channels == 4 ? 3 : size_.channels,
                                 errors_.message.data()));
  }

  /// False if the message says what is wrong, as in the next two. Errors jump here.
  bool begin(int quality) {
    if (setjmp(errors_.escape) != 0) return false;
    jpeg_create_compress(&codec_.codec);
    codec_.codec.client_data = this;
    codec_.codec.dest = &destination_;
    destination_.init_destination = clear;
    destination_.empty_output_buffer = pass_on_all;
    destination_.term_destination = pass_on_rest;
    codec_.codec.image_width = static_cast<JDIMENSION>(size_.columns);
    codec_.codec.image_height = static_cast<JDIMENSION>(size_.rows);
    codec_.codec.input_components = size_.channels == 1 ? 1 : 3;
    codec_.codec.in_color_space = size_.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&codec_.codec);
    jpeg_set_quality(&codec_.codec, quality, TRUE);
    jpeg_start_compress(&codec_.codec, TRUE);
    return true;
  }

  bool write_row() {
    if (setjmp(errors_.escape) != 0) return false;
    JSAMPROW row = colors_.data();
    jpeg_write_scanlines(&codec_.codec, &row, 1);
    return true;
  }

  bool write_end() {
    if (setjmp(errors_.escape) != 0) return false;
    jpeg_finish_compress(&codec_.codec);
    return true;
  }

  static void clear(j_compress_ptr codec) {
    auto* encoder = static_cast<Encoder*>(codec->client_data);
    codec->dest->next_output_byte = encoder->buffer_.data();
    codec->dest->free_in_buffer = encoder->buffer_.size();
  }

  static boolean pass_on_all(j_compress_ptr codec) {
    codec->dest->free_in_buffer = 0;
    pass_on_rest(codec);
    clear(codec);
    return TRUE;
  }

  static void pass_on_rest(j_compress_ptr codec) {
    auto* encoder = static_cast<Encoder*>(codec->client_data);
    const std::size_t count = encoder->buffer_.size() - codec->dest->free_in_buffer;
    if (!encoder->keep(encoder->buffer_.data(), count)) ERREXIT1(codec, JERR_OUT_OF_MEMORY, 0);
  }

  ImageSize size_;
  std::vector<std::uint8_t> colors_;  // of a row
  std::array<std::uint8_t, 1U << 14U> buffer_{};
  Errors errors_{};
  jpeg_destination_mgr destination_{};
  Codec codec_;
};

}  // namespace

std::unique_ptr<RowEncoder> jpeg_encoder(const ImageSize& size, int quality, const char* /*function*/) {
  return std::make_unique<Encoder>(size, quality);
}

Image decode_jpeg(const std::string& path, std::span<const std::uint8_t> bytes, const char* /*function*/) {
  const auto fail = [&](const std::string& reason) { saving::fail_to_read(path, reason); };
  Decoder decoder(bytes);
  const jpeg_decompress_struct& codec = decoder.codec();
  if (!decoder.read_header()) fail(fmt::format("it is no JPEG, or is damaged ({})", decoder.message()));
  // A block of 8x8 pixels takes a bit or more, and one channel may have more pixels than the others.
  constexpr std::uint64_t most_growth = std::uint64_t{4} * 8 * 64;
  check_pixels(path, bytes.size(), codec.image_height, codec.image_width, most_growth);
  std::vector<std::uint8_t> levels(std::size_t{codec.image_height} * codec.image_width * decoder.channels());
  if (!decoder.read_pixels(levels.data())) fail(fmt::format("it is damaged ({})", decoder.message()));
  if (decoder.channels() == 4) inks_to_rgb(levels);
  return {{codec.image_height, codec.image_width, 3}, std::move(levels)};
}

#else

std::unique_ptr<RowEncoder> jpeg_encoder(const ImageSize& /*size*/, int /*quality*/, const char* function) {
  fail_without(function, "libjpeg (Debian: libjpeg-dev) for JPEG files", ", or use PNG files.");
}

Image decode_jpeg(const std::string& /*path*/, std::span<const std::uint8_t> /*bytes*/,
                  const char* function) {
  fail_without(function, "libjpeg (Debian: libjpeg-dev) for JPEG files", ", or use PNG files.");
}

#endif

}  // namespace keratin::utils
