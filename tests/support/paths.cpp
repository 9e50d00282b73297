#include "support/paths.hpp"

namespace keratin::testing {

std::string project_path() { return KERATIN_SOURCE_DIR; }

std::string golden_path(const std::string& name) { return project_path() + "/tests/golden/" + name; }

}  // namespace keratin::testing
