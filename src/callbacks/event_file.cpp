#include "callbacks/event_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <system_error>

#include "callbacks/event_message.hpp"
#include "keratin/error.hpp"

namespace keratin::callbacks {

namespace {

constexpr std::array<std::uint32_t, 256> crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t remainder = i;
    for (int bit = 0; bit < 8; ++bit)
      remainder = (remainder >> 1U) ^ ((remainder & 1U) != 0 ? 0x82F63B78U : 0U);
    table[i] = remainder;
  }
  return table;
}();

std::string little_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFFU);
  return text;
}

std::string masked_checksum(std::string_view bytes) {
  return little_endian(std::rotr(crc32c(bytes), 15) + 0xA282EAD8U, 4);
}

/// TensorFlow's name, whose last number tells the files of one process apart.
std::string file_name() {
  static std::atomic<int> number{0};
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  return fmt::format("events.out.tfevents.{:010.0f}.{}.{}.{}.v2", std::floor(wall_time()), host.data(),
                     ::getpid(), number++);
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char byte : bytes)
    crc = (crc >> 8U) ^ crc_table[(crc ^ static_cast<unsigned char>(byte)) & 0xFFU];
  return ~crc;
}

std::string framed_record(std::string_view bytes) {
  const std::string size = little_endian(bytes.size(), 8);
  return size + masked_checksum(size) + std::string(bytes) + masked_checksum(bytes);
}

double wall_time() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

namespace {

/// The name of a new file in the folder, which is made.
std::string new_file(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!std::filesystem::is_directory(folder))
    throw IOError(fmt::format("TensorBoard: the folder '{}' cannot be made: {}.", folder,
                              error ? error.message() : "there is a file of that name"));
  return (std::filesystem::path(folder) / file_name()).string();
}

}  // namespace

EventFile::EventFile(const std::string& folder) : file_(new_file(folder), saving::OutputFile::Start::empty) {
  write(version_event(wall_time()));
}

void EventFile::write(std::string_view event) const { file_.write(saving::bytes_of(framed_record(event))); }

}  // namespace keratin::callbacks
