#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace keratin::saving {

/// Makes `bytes` the content of the file `path`. At every moment, also where the process is killed or the
/// machine fails, that file is the old one or the new one, whole: the bytes go to
/// `<path>.<process>-<number>.tmp` first, which only a killed process leaves behind. A symbolic link is
/// followed; an old file's permissions are kept. Throws IOError, the old file untouched, where it cannot be
/// written.
void write_atomically(const std::string& path, std::span<const std::uint8_t> bytes);

/// The bytes of a text, to be written.
inline std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace keratin::saving
