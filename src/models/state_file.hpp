#pragma once

#include <string>

namespace keratin {

/// Writes the state of a training to a file, behind a checksum. The file is the old one or the new one at
/// every moment. Throws IOError if it cannot be written.
void write_state(const std::string& path, const std::string& state);

/// What write_state() wrote. Throws IOError, with the file's name, if it cannot be read or is damaged.
std::string read_state(const std::string& path);

}  // namespace keratin
