#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "files/hdf5_source.hpp"

// The messages of the header that each object in an HDF5 file has.

namespace keratin::saving {

/// The kinds of header messages that a file of weights has, and those that it must not have.
enum class MessageType : std::uint64_t {
  dataspace = 0x01,
  link_info = 0x02,
  datatype = 0x03,
  link = 0x06,
  external_files = 0x07,
  layout = 0x08,
  filters = 0x0b,
  attribute = 0x0c,
  continuation = 0x10,
  symbol_table = 0x11,
};

/// One message of an object's header.
struct HeaderMessage {
  MessageType type;
  Cursor data;
};

/// All messages of the object at `address`. Throws IOError for headers that Keras does not write.
std::vector<HeaderMessage> read_header(const Source& source, std::uint64_t address);

/// The first message of this type; null if there is none.
const HeaderMessage* find(const std::vector<HeaderMessage>& messages, MessageType type);

/// The name of an attribute, and what comes after it in its message.
struct Attribute {
  std::string name;
  std::uint64_t type_size, space_size;  ///< of the messages that `rest` begins with
  Cursor rest;

  static Attribute parse(const Source& source, Cursor message);
};

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

/// The dimensions of an array or attribute; none if it is a single value.
using Dimensions = std::vector<std::uint64_t>;

/// From a dataspace message.
Dimensions parse_dimensions(const Source& source, Cursor message);

/// As Python prints a tuple.
std::string to_string(const Dimensions& dimensions);

}  // namespace keratin::saving
