#include "files/hdf5_messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "files/number_bits.hpp"

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

/// What a datatype message says of a number in floating point.
struct FloatLayout {
  std::uint64_t bits, sign_at, exponent_at, exponent_bits, mantissa_at, mantissa_bits, bias;

  bool operator==(const FloatLayout&) const = default;
};

constexpr FloatLayout float16{16, 15, 10, 5, 0, 10, 15};
constexpr FloatLayout float32{32, 31, 23, 8, 0, 23, 127};
constexpr FloatLayout float64{64, 63, 52, 11, 0, 52, 1023};

/// A floating-point type that is IEEE's; any other one keeps the kind `other`.
void parse_float(std::uint64_t flags, Cursor& message, ElementType& type) {
  const std::uint64_t offset = message.number(2);
  FloatLayout layout{};
  layout.bits = message.number(2);
  layout.sign_at = flags >> 8U & 0xffU;
  for (std::uint64_t* part :
       {&layout.exponent_at, &layout.exponent_bits, &layout.mantissa_at, &layout.mantissa_bits}) {
    *part = message.number(1);
  }
  layout.bias = message.number(4);
  constexpr std::uint64_t mixed_endian = 1U << 6U, implied_one = 2U << 4U, normalization = 3U << 4U;
  const bool known = layout == float16 || layout == float32 || layout == float64;
  const bool plain = offset == 0 && (flags & mixed_endian) == 0 && (flags & normalization) == implied_one;
  type.name = fmt::format("{}float{}", known && plain ? "" : "an unknown ", layout.bits);
  type.big_endian = (flags & 1U) != 0;
  if (known && plain && type.size * 8 == layout.bits) type.kind = ElementType::Kind::floating_point;
}

/// An integer with a sign, of 32 or 64 bits; any other one keeps the kind `other`.
void parse_integer(std::uint64_t flags, Cursor& message, ElementType& type) {
  constexpr std::uint64_t padding = 3U << 1U, has_sign = 1U << 3U;
  const std::uint64_t offset = message.number(2), bits = message.number(2);
  const bool plain = offset == 0 && (flags & padding) == 0 && (flags & has_sign) != 0;
  type.big_endian = (flags & 1U) != 0;
  if (plain && bits == type.size * 8 && (bits == 32 || bits == 64)) type.kind = ElementType::Kind::integer;
}

}  // namespace

std::vector<HeaderMessage> read_header(const Source& source, std::uint64_t address) {
  Cursor prefix = source.at(address, 16);
  const std::uint64_t version = prefix.number(1);
  if (version != 1) {
    source.fail(
        fmt::format("it is damaged, or an object in it is not kept as Keras keeps it: expected an object "
                    "header of version 1, but received {}",
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

ElementType ElementType::parse(Cursor message) {
  static constexpr std::array names = {
      "integer",     "float",         "time",      "text",        "bit field",
      "opaque type", "compound type", "reference", "enumeration", "type of varying length",
      "array type"};
  const std::uint64_t class_number = message.number(1) & 15U;
  const std::uint64_t flags = message.number(3);
  ElementType type;
  type.size = message.number(4);
  type.name = class_number < names.size() ? fmt::format("{} of {} bytes", names[class_number], type.size)
                                          : "a type that HDF5 does not know";
  if (class_number == 0) parse_integer(flags, message, type);
  if (class_number == 1) parse_float(flags, message, type);
  if (class_number == 3) type.kind = Kind::text;
  if (class_number == 9 && (flags & 15U) == 1 && type.size == 16) type.kind = Kind::text_elsewhere;
  return type;
}

void ElementType::to_floats(std::span<const std::uint8_t> bytes, float* floats) const {
  for (; bytes.size() >= size; bytes = bytes.subspan(size)) {
    *floats++ = float_of(bits_of(bytes.first(size), big_endian), static_cast<std::size_t>(size));
  }
}

std::int64_t ElementType::to_integer(std::span<const std::uint8_t> bytes) const {
  const std::uint64_t bits = bits_of(bytes.first(size), big_endian);
  if (size == 4) return std::bit_cast<std::int32_t>(static_cast<std::uint32_t>(bits));
  return std::bit_cast<std::int64_t>(bits);
}

Dimensions parse_dimensions(const Source& source, Cursor message) {
  const std::uint64_t version = message.number(1);
  const std::uint64_t rank = message.number(1);
  message.skip(1);
  constexpr std::uint64_t null_space = 2;
  if (version == 1) {
    message.skip(5);
  } else if (version != 2 || message.number(1) == null_space || rank > 32) {
    source.fail("it is damaged, or holds an array without values");
  }
  Dimensions dimensions;
  for (std::uint64_t axis = 0; axis < rank; ++axis) dimensions.push_back(message.number(8));
  return dimensions;
}

std::string to_string(const Dimensions& dimensions) {
  std::string text = "(";
  for (std::uint64_t dimension : dimensions)
    text += fmt::format("{}{}", text.size() > 1 ? ", " : "", dimension);
  return text + (dimensions.size() == 1 ? ",)" : ")");
}

}  // namespace keratin::saving
