#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "images/image.hpp"

namespace keratin::utils {

/// Makes an image's file from its rows, one after the other. Throws ValueError if the format does not take
/// the image.
class RowEncoder {
 public:
  virtual ~RowEncoder() = default;

  /// The levels (columns, channels) of the next row.
  virtual void add_row(const std::uint8_t* levels) = 0;

  /// To be called after the last row.
  virtual void finish() = 0;

  /// The bytes that were made since the last call.
  [[nodiscard]] std::vector<std::uint8_t> take() { return std::exchange(bytes_, {}); }

 protected:
  /// Adds to the bytes. False if memory has no room for them: an exception must not leave a C library.
  bool keep(const std::uint8_t* bytes, std::size_t count) noexcept {
    try {
      bytes_.insert(bytes_.end(), bytes, bytes + count);
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// Adds all rows of an image to what takes them one after the other.
template <class Sink>
void add_rows(const Image& image, Sink& sink) {
  for (std::size_t row = 0; row < image.rows; ++row)
    sink.add_row(image.levels.data() + row * image.columns * image.channels);
}

/// What makes PNG files of images of 1, 3 or 4 channels. It throws ValueError if the image is too large
/// for the format and, naming `function`, in a library built without libpng.
std::unique_ptr<RowEncoder> png_encoder(const ImageSize& size, const char* function);

/// The bytes of the PNG file of an image.
std::vector<std::uint8_t> encode_png(const Image& image, const char* function);

/// The image, of 4 channels, in the bytes of the file `path`. Throws IOError if they are no PNG or damaged,
/// ValueError as above.
Image decode_png(const std::string& path, std::vector<std::uint8_t> bytes, const char* function);

/// Whether these are the first bytes of a JPEG file.
bool is_jpeg(std::span<const std::uint8_t> bytes);

/// What makes JPEG files of images of 1, 3 or 4 channels, of which the fourth is left out; `quality` is
/// from 1 to 100. It throws ValueError if the image is too large for the format and, naming `function`, in
/// a library built without libjpeg.
std::unique_ptr<RowEncoder> jpeg_encoder(const ImageSize& size, int quality, const char* function);

/// The image, of 3 channels, in the bytes of the file `path`; colors for printing (CMYK) become red, green
/// and blue. Throws IOError if they are no JPEG, damaged or cut off, ValueError as above.
Image decode_jpeg(const std::string& path, std::span<const std::uint8_t> bytes, const char* function);

/// Throws ValueError: `function` needs a library that this one was built without.
[[noreturn]] void fail_without(const char* function, const char* library, const char* otherwise);

}  // namespace keratin::utils
