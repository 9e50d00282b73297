#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace keratin::saving {

/// All bytes of the file `path`. Throws IOError if it cannot be read, is no regular file, or has over `most`
/// bytes or more than memory has room for.
std::vector<std::uint8_t> read_file(const std::string& path, std::uint64_t most = 1ULL << 40U);

}  // namespace keratin::saving
