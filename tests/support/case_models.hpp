#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace keratin::testing {

/// The file tests/golden/cases/<name>.
std::string case_path(const std::string& name);

/// The JSON in it.
nlohmann::json case_json(const std::string& name);

}  // namespace keratin::testing
