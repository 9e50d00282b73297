#pragma once

#include <string>

namespace keratin::callbacks {

/// Writes a state with a checksum; the file is the old one or the new one, whole, at every moment. Throws
/// IOError where it cannot be written.
void write_state_file(const std::string& path, const std::string& state);

/// Reads it back. Throws IOError, with the file's name, where it cannot be read or is damaged.
std::string read_state_file(const std::string& path);

}  // namespace keratin::callbacks
