#include "files/hdf5_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace keratin::saving {

namespace {

constexpr std::uint64_t shared_flag = 2;

/// Adds the messages of one block of a header, and the blocks that it continues in to `blocks`.
void read_block(const Source& source, Cursor block, std::size_t count, std::vector<HeaderMessage>& messages,
                std::vector<Cursor>& blocks) {
  constexpr std::size_t prefix = 8;
  while (block.remaining() >= prefix && messages.size() < count) {
    const auto type = static_cast<MessageType>(block.number(2));
    const std::uint64_t size = block.number(2), flags = block.number(1);
    block.skip(3);
    Cursor data = block.part(size);
    const bool is_used = type == MessageType::dataspace || type == MessageType::datatype ||
                         type == MessageType::layout || type == MessageType::attribute;
    if (is_used && (flags & shared_flag) != 0)
      source.fail("it shares types between objects, which Keras does not");
    messages.push_back({type, data});
    if (type == MessageType::continuation) {
      const std::uint64_t address = data.number(8), length = data.number(8);
      blocks.push_back(source.at(address, length));
    }
  }
}

}  // namespace

std::vector<HeaderMessage> read_header(const Source& source, std::uint64_t address) {
  Cursor prefix = source.at(address, 16);
  const std::uint64_t version = prefix.number(1);
  if (version != 1) {
    source.fail(
        fmt::format("it is damaged, or an object in it is not kept as Keras keeps it: expected an object "
                    "header of version "
                    "1, but received {}",
                    version == 'O' ? "a newer one" : std::to_string(version)));
  }
  prefix.skip(1);
  const auto count = static_cast<std::size_t>(prefix.number(2));
  prefix.skip(4);
  std::vector<HeaderMessage> messages;
  std::vector<Cursor> blocks = {source.at(address + 16, prefix.number(4))};
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    Cursor block = blocks[i];
    read_block(source, std::move(block), count, messages, blocks);
  }
  return messages;
}

const HeaderMessage* find(const std::vector<HeaderMessage>& messages, MessageType type) {
  const auto place = std::find_if(messages.begin(), messages.end(),
                                  [&](const HeaderMessage& message) { return message.type == type; });
  return place == messages.end() ? nullptr : &*place;
}

Attribute Attribute::parse(const Source& source, Cursor message) {
  const std::uint64_t version = message.number(1), flags = message.number(1);
  if (version < 1 || version > 3) source.fail("it is damaged, or an attribute in it is of a newer format");
  if (version > 1 && flags != 0) source.fail("it shares types between attributes, which Keras does not");
  const std::uint64_t multiple = version == 1 ? 8 : 1;  // each part fills a multiple of so many bytes
  const auto padded = [&](std::uint64_t size) { return (size + multiple - 1) / multiple * multiple; };
  const std::uint64_t name_size = message.number(2);
  const std::uint64_t type_size = padded(message.number(2)), space_size = padded(message.number(2));
  if (version == 3) message.skip(1);
  std::string name = message.part(padded(name_size)).text_at(0);
  return {std::move(name), type_size, space_size, std::move(message)};
}

}  // namespace keratin::saving
