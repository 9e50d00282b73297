#pragma once

#include <optional>
#include <string>
#include <vector>

namespace keratin::utils {

/// Runs a program, without a shell, and waits for its end: `command` is its name, looked for in PATH, and its
/// arguments. Returns its exit code, 128 and more where a signal ended it; nothing where there is no such
/// program.
std::optional<int> run_program(const std::vector<std::string>& command);

}  // namespace keratin::utils
