#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
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

/// The whole file of an image.
inline std::vector<std::uint8_t> encoded(const Image& image, RowEncoder& encoder) {
  add_rows(image, encoder);
  encoder.finish();
  return encoder.take();
}

}  // namespace keratin::utils
