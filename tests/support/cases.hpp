#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "saving/zip_archive.hpp"
#include "support/weight_models.hpp"

// Files of tests/golden/cases.

namespace keratin::testing {

inline std::string case_path(const std::string& name) { return weights_path("../cases/" + name); }

inline nlohmann::json case_numbers(const std::string& name) {
  std::ifstream stream(case_path(name));
  return nlohmann::json::parse(stream);
}

/// Puts the file `name` of an archive into the folder, and returns its path.
inline std::string unpack(const std::string& archive, const std::string& name, const std::string& folder) {
  const auto bytes = saving::ZipReader(case_path(archive)).read(name, 1U << 20U);
  const std::string path = folder + "/" + name;
  std::ofstream stream(path, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return path;
}

}  // namespace keratin::testing
