#include "config/reader.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"

namespace keratin {

ConfigReader::ConfigReader(const Config& config) : config_(config) {
  if (config.as<Config::Entries>() == nullptr) {
    throw ValueError(
        fmt::format("arguments with their names were expected, but received {}", to_string(config)));
  }
}

void ConfigReader::only(std::string_view name, const Config& value) {
  read_.emplace(name);
  const Config* entry = config_.find(name);
  if (entry == nullptr || *entry == value) return;
  throw ValueError(fmt::format("the argument '{}' is only supported as {}, but received {}", name,
                               to_string(value), to_string(*entry)));
}

void ConfigReader::renamed(std::string_view older_name, std::string_view name) {
  if (config_.find(name) == nullptr) older_names_.emplace(name, older_name);
}

std::string_view ConfigReader::name_in_config(std::string_view name) const {
  const auto found = older_names_.find(name);
  return found == older_names_.end() ? name : std::string_view(found->second);
}

void ConfigReader::finish() const {
  for (const auto& [name, value] : *config_.as<Config::Entries>()) {
    const bool* truth = value.as<bool>();
    if (read_.contains(name) || value.is_none() || (truth != nullptr && !*truth)) continue;
    throw ValueError(fmt::format("the argument '{}' ({}) is not supported", name, to_string(value)));
  }
}

}  // namespace keratin
