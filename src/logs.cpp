#include "keratin/logs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "keratin/error.hpp"

namespace keratin {

double Logs::operator[](const std::string& name) const {
  std::string known;
  for (const auto& [key, value] : values_) {
    if (key == name) return value;
    known += fmt::format("{}\"{}\"", known.empty() ? "" : ", ", key);
  }
  throw ValueError(fmt::format("There is no figure \"{}\" in these logs. Known: {}.", name, known));
}

double Logs::operator[](int index) const {
  if (index < 0 || static_cast<std::size_t>(index) >= values_.size()) {
    throw ValueError(
        fmt::format("There is no figure number {} in these logs: they hold {}.", index, values_.size()));
  }
  return values_[static_cast<std::size_t>(index)].second;
}

bool Logs::contains(const std::string& name) const {
  return std::any_of(values_.begin(), values_.end(), [&](const auto& entry) { return entry.first == name; });
}

}  // namespace keratin
