#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <utility>
#include <vector>

#include "utils/picture.hpp"

namespace keratin::utils {

/// Makes a picture's file from its rows, one after the other. Throws ValueError if the format does not take
/// the picture.
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

/// The whole file of a picture.
inline std::vector<std::uint8_t> encoded(const Picture& picture, RowEncoder& encoder) {
  for (std::size_t row = 0; row < picture.rows; ++row)
    encoder.add_row(picture.levels.data() + row * picture.columns * picture.channels);
  encoder.finish();
  return encoder.take();
}

}  // namespace keratin::utils
