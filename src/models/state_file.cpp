#include "models/state_file.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string_view>
#include <vector>

#include "files/atomic_file.hpp"
#include "keratin/error.hpp"

namespace keratin {

namespace {

constexpr std::string_view any_version = "keratin training state ";
constexpr std::string_view file_mark = "keratin training state 2\n";

/// FNV-1a of 64 bits (Fowler, Noll and Vo).
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  return hash;
}

std::string header_of(std::string_view state) {
  return fmt::format("{}{:016x} {:016x}\n", file_mark, state.size(), checksum(state));
}

}  // namespace

void write_state(const std::string& path, const std::string& state) {
  saving::write_atomically(path, saving::bytes_of(header_of(state) + state));
}

std::string read_state(const std::string& path) {
  const std::vector<std::uint8_t> bytes = saving::read_file(path);
  const std::string content(bytes.begin(), bytes.end());
  if (content.starts_with(any_version) && content.size() >= file_mark.size() &&
      !content.starts_with(file_mark)) {
    throw IOError(fmt::format(
        "The file '{}' is the state of a training of another version of Keratin. Delete it to train from the "
        "beginning.",
        path));
  }
  const std::size_t size = header_of("").size();
  if (!content.starts_with(file_mark) || content.size() < size ||
      content.substr(0, size) != header_of(std::string_view(content).substr(size))) {
    throw IOError(fmt::format(
        "The file '{}' is damaged: it holds no complete training state. Delete it to train from the "
        "beginning.",
        path));
  }
  return content.substr(size);
}

}  // namespace keratin
