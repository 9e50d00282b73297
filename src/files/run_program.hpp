#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keratin::saving {

/// Runs a program, without a shell, and waits for its end: `command` is its name, looked for in PATH, and its
/// arguments. Returns its exit code, 128 and more if a signal ended it; nothing if there is no such program.
std::optional<int> run_program(const std::vector<std::string>& command);

/// What a program makes of a file that holds `input`, run as `command... -o <output> <input>`. Throws
/// ValueError, which says `advice`, if there is no such program, and IOError if it fails; both begin with
/// `context`.
std::vector<std::uint8_t> converted_by(std::vector<std::string> command, const std::string& input,
                                       const std::string& context, const std::string& advice);

}  // namespace keratin::saving
