#include "support/case_models.hpp"

#include <fstream>

#include "support/paths.hpp"

namespace keratin::testing {

std::string case_path(const std::string& name) { return golden_path("cases/" + name); }

nlohmann::json case_json(const std::string& name) {
  std::ifstream stream(case_path(name));
  return nlohmann::json::parse(stream);
}

}  // namespace keratin::testing
