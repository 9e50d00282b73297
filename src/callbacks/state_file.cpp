#include "callbacks/state_file.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "files/atomic_file.hpp"
#include "files/read_file.hpp"
#include "keratin/error.hpp"

namespace keratin::callbacks {

namespace {

constexpr std::string_view kind = "keratin training state ";
constexpr std::string_view mark = "keratin training state 2\n";

/// FNV-1a of 64 bits (Fowler, Noll and Vo).
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  return hash;
}

std::string header_of(std::string_view state) {
  return fmt::format("{}{:016x} {:016x}\n", mark, state.size(), checksum(state));
}

}  // namespace

void write_state_file(const std::string& path, const std::string& state) {
  const std::string content = header_of(state) + state;
  saving::write_atomically(path, saving::bytes_of(content));
}

std::string read_state_file(const std::string& path) {
  const std::vector<std::uint8_t> bytes = saving::read_file(path);
  const std::string content(bytes.begin(), bytes.end());
  if (content.starts_with(kind) && content.size() >= mark.size() && !content.starts_with(mark)) {
    throw IOError(fmt::format(
        "The file '{}' is the state of a training of another version of Keratin. Delete it to train from the "
        "beginning.",
        path));
  }
  const std::size_t size = header_of("").size();
  if (!content.starts_with(mark) || content.size() < size ||
      content.substr(0, size) != header_of(std::string_view(content).substr(size))) {
    throw IOError(fmt::format(
        "The file '{}' is damaged: it is no whole state of a training. Delete it to train from the "
        "beginning.",
        path));
  }
  return content.substr(size);
}

}  // namespace keratin::callbacks
