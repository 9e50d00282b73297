#include "callbacks/event_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <limits>
#include <system_error>

#include "distribution/writes.hpp"
#include "files/checksum.hpp"
#include "keratin/error.hpp"
#include "utils/host_name.hpp"

namespace keratin::callbacks {

namespace {

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

// A dozen fields are in use: writing the bytes of Protocol Buffers takes fewer lines than a .proto file with
// its rules, and no library that may be missing.

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
    bytes_ += little_endian(&value, 1);
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

std::string masked_checksum(std::string_view bytes) {
  const std::uint32_t masked = std::rotr(crc32c(bytes), 15) + 0xA282EAD8U;
  return little_endian(&masked, 1);
}

/// TensorFlow's name, whose last number tells the files of one process apart.
std::string file_name() {
  static std::atomic<int> number{0};
  return fmt::format("events.out.tfevents.{:010.0f}.{}.{}.{}.v2", std::floor(wall_time()), utils::host_name(),
                     ::getpid(), number++);
}

/// The name of a new file in the folder, which is made.
std::string new_file(const std::string& folder) {
  if (!distribution::writes()) return {};
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!std::filesystem::is_directory(folder))
    throw IOError(fmt::format("TensorBoard: the folder '{}' cannot be made: {}.", folder,
                              error ? error.message() : "there is a file of that name"));
  return (std::filesystem::path(folder) / file_name()).string();
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) { return saving::crc32<0x82f63b78U>(saving::bytes_of(bytes)); }

std::string framed_record(std::string_view bytes) {
  const std::uint64_t count = bytes.size();
  const std::string size = little_endian(&count, 1);
  return size + masked_checksum(size) + std::string(bytes) + masked_checksum(bytes);
}

double wall_time() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

EventFile::EventFile(const std::string& folder) : file_(new_file(folder), saving::OutputFile::Start::empty) {
  write(version_event(wall_time()));
}

void EventFile::write(std::string_view event) const { file_.write(saving::bytes_of(framed_record(event))); }

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
