#include "support/cases.hpp"

#include <fstream>

#include "files/zip_file.hpp"
#include "support/paths.hpp"

namespace keratin::testing {

std::string case_path(const std::string& name) { return golden_path("cases/" + name); }

nlohmann::json case_json(const std::string& name) {
  std::ifstream stream(case_path(name));
  return nlohmann::json::parse(stream);
}

std::string unpack(const std::string& archive, const std::string& name, const std::string& folder) {
  const auto bytes = saving::ZipReader(case_path(archive)).read(name, 1U << 20U);
  const std::string path = folder + "/" + name;
  std::ofstream stream(path, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return path;
}

}  // namespace keratin::testing
