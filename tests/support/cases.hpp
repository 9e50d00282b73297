#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace keratin::testing {

/// The file tests/golden/cases/<name>.
std::string case_path(const std::string& name);

/// The JSON in it.
nlohmann::json case_json(const std::string& name);

/// Puts the file `name` of the archive tests/golden/cases/<archive> into the folder, and returns its path.
std::string unpack(const std::string& archive, const std::string& name, const std::string& folder);

}  // namespace keratin::testing
