// The messages Event, Summary, TensorProto and SummaryMetadata have a dozen fields in use, so that writing
// Protocol Buffers' bytes takes fewer lines than a .proto file with its rules, and no library that may be
// missing.
#include "callbacks/event_message.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace keratin::callbacks {

namespace {

constexpr int dt_float = 1, dt_double = 2, dt_string = 7;

/// The fields of one message, as they are added.
class Message {
 public:
  Message& add(int field, std::uint64_t value) {
    key(field, 0);
    varint(value);
    return *this;
  }

  Message& add_double(int field, double value) {
    key(field, 1);
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int shift = 0; shift < 64; shift += 8) bytes_ += static_cast<char>(bits >> shift & 0xFF);
    return *this;
  }

  Message& add(int field, std::string_view content) {
    key(field, 2);
    varint(content.size());
    bytes_ += content;
    return *this;
  }

  Message& add(int field, const Message& message) { return add(field, std::string_view(message.bytes_)); }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void key(int field, unsigned wire_type) { varint(static_cast<std::uint64_t>(field) << 3U | wire_type); }

  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>((value & 0x7FU) | 0x80U);
    bytes_ += static_cast<char>(value);
  }

  std::string bytes_;
};

template <class Number>
std::string little_endian(const Number* numbers, std::size_t count) {
  std::string bytes(count * sizeof(Number), '\0');
  std::memcpy(bytes.data(), numbers, bytes.size());
  if constexpr (std::endian::native == std::endian::big) {
    for (std::size_t i = 0; i < bytes.size(); i += sizeof(Number))
      std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                   bytes.begin() + static_cast<std::ptrdiff_t>(i + sizeof(Number)));
  }
  return bytes;
}

Message shape_message(std::initializer_list<std::size_t> shape) {
  Message message;
  for (const std::size_t size : shape) message.add(2, Message().add(1, size));
  return message;
}

/// Event { double wall_time = 1; int64 step = 2; Summary summary = 5 }, Summary { Value value = 1 },
/// Value { string tag = 1; TensorProto tensor = 8; SummaryMetadata metadata = 9 }.
std::string event(const EventHead& head, std::string_view plugin, const Message& tensor) {
  const Message metadata = Message().add(1, Message().add(1, plugin));
  const Message value = Message().add(1, std::string_view(head.tag)).add(8, tensor).add(9, metadata);
  Message message;
  message.add_double(1, head.wall_time);
  if (head.step != 0) message.add(2, static_cast<std::uint64_t>(head.step));
  return message.add(5, Message().add(1, value)).bytes();
}

/// TensorProto { int32 dtype = 1; TensorShapeProto tensor_shape = 2; bytes tensor_content = 4;
/// string string_val = 8 }.
Message tensor_head(int type, std::initializer_list<std::size_t> shape) {
  return Message().add(1, static_cast<std::uint64_t>(type)).add(2, shape_message(shape));
}

}  // namespace

Histogram histogram_of(const float* values, std::size_t count) {
  double least = std::numeric_limits<double>::infinity(), greatest = -least, finite = 0;
  for (const float* value = values; value != values + count; ++value) {
    if (!std::isfinite(*value)) continue;
    least = std::min(least, static_cast<double>(*value));
    greatest = std::max(greatest, static_cast<double>(*value));
    ++finite;
  }
  Histogram histogram{};
  if (finite == 0) return histogram;
  constexpr auto buckets = static_cast<double>(std::tuple_size_v<Histogram>);
  const double width = (greatest - least) / buckets;
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    histogram[i].left = least + width * static_cast<double>(i);
    histogram[i].right = i + 1 == histogram.size() ? greatest : least + width * static_cast<double>(i + 1);
  }
  if (width == 0) {
    histogram.back().count = finite;
    return histogram;
  }
  for (const float* value = values; value != values + count; ++value) {
    if (!std::isfinite(*value)) continue;
    const double place = std::floor((static_cast<double>(*value) - least) / width);
    histogram[static_cast<std::size_t>(std::min(place, buckets - 1))].count += 1;
  }
  return histogram;
}

std::string version_event(double wall_time) {
  return Message()
      .add_double(1, wall_time)
      .add(3, std::string_view("brain.Event:2"))
      .add(10, Message().add(1, std::string_view("tensorflow.core.util.events_writer")))
      .bytes();
}

std::string scalar_event(const EventHead& head, float value) {
  return event(head, "scalars", tensor_head(dt_float, {}).add(4, little_endian(&value, 1)));
}

std::string histogram_event(const EventHead& head, const Histogram& histogram) {
  const Message tensor = tensor_head(dt_double, {histogram.size(), 3})
                             .add(4, little_endian(&histogram.front().left, histogram.size() * 3));
  return event(head, "histograms", tensor);
}

std::string images_event(const EventHead& head, int rows, int columns, const std::vector<std::string>& pngs) {
  Message tensor = tensor_head(dt_string, {pngs.size() + 2});
  tensor.add(8, std::to_string(columns)).add(8, std::to_string(rows));
  for (const std::string& png : pngs) tensor.add(8, std::string_view(png));
  return event(head, "images", tensor);
}

}  // namespace keratin::callbacks
