#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace keratin::saving {

/// All bytes of the file `path`. Throws IOError where it cannot be read or is no regular file.
std::vector<std::uint8_t> read_file(const std::string& path);

}  // namespace keratin::saving
