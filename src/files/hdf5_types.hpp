#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "files/hdf5_source.hpp"

namespace keratin::saving {

/// How an element of an array or attribute is kept.
struct ElementType {
  enum class Kind { floating_point, integer, text, text_elsewhere, other };

  Kind kind = Kind::other;
  std::string name;  ///< for errors: "float32", "a 64-bit integer"
  std::uint64_t size = 0;
  bool big_endian = false;

  /// From a datatype message.
  static ElementType parse(Cursor message);

  /// Numbers of this floating-point type as floats; `bytes` holds `size` for each of them.
  void to_floats(std::span<const std::uint8_t> bytes, float* floats) const;

  /// A number of this integer type, whose bytes these are.
  [[nodiscard]] std::int64_t to_integer(std::span<const std::uint8_t> bytes) const;
};

/// The dimensions of an array or attribute; none where it is a single value.
using Dimensions = std::vector<std::uint64_t>;

/// From a dataspace message.
Dimensions parse_dimensions(const Source& source, Cursor message);

/// As Python prints a tuple.
std::string to_string(const Dimensions& dimensions);

}  // namespace keratin::saving
