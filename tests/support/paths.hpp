#pragma once

#include <string>

namespace keratin::testing {

/// The file tests/golden/<name>.
std::string golden_path(const std::string& name);

/// The project's root.
std::string project_path();

}  // namespace keratin::testing
