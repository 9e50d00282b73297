#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "files/hdf5_source.hpp"

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

/// The first message of this type; null where there is none.
const HeaderMessage* find(const std::vector<HeaderMessage>& messages, MessageType type);

/// The name of an attribute, and what comes after it in its message.
struct Attribute {
  std::string name;
  std::uint64_t type_size, space_size;  ///< of the messages that `rest` begins with
  Cursor rest;

  static Attribute parse(const Source& source, Cursor message);
};

}  // namespace keratin::saving
