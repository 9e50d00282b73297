#include "keratin/logs.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"
#include "nearest_name.hpp"
#include "printable.hpp"

namespace keratin {

std::optional<double> Logs::find(const std::string& name) const {
  for (const auto& [key, value] : values_) {
    if (key == name) return value;
  }
  return {};
}

bool Logs::contains(const std::string& name) const { return find(name).has_value(); }

void Logs::append(const std::string& name, double value) { values_.emplace_back(name, value); }

std::string Logs::names() const {
  std::string names;
  for (const auto& [key, value] : values_) append_quoted(names, key);
  return names;
}

double Logs::operator[](const std::string& name) const {
  if (const std::optional<double> value = find(name)) return *value;
  std::vector<std::string> known;
  for (const auto& entry : values_) known.push_back(entry.first);
  throw ValueError(fmt::format("These logs have no metric {}", among_known(name, known)));
}

double Logs::operator[](int index) const {
  if (index < 0 || static_cast<std::size_t>(index) >= values_.size()) {
    throw ValueError(fmt::format("There is no metric number {} in these logs: they hold {}, counted from 0.",
                                 index, values_.size()));
  }
  return values_[static_cast<std::size_t>(index)].second;
}

void detail::fail_unpacking(const Logs& logs) {
  throw ValueError(
      fmt::format("auto [a, b] = … takes the logs apart if they hold two values, but these hold {}: {}. "
                  "Take them by name: logs[\"loss\"].",
                  logs.size(), logs.names()));
}

void Logs::set(const std::string& name, double value) {
  for (auto& [key, old] : values_) {
    if (key != name) continue;
    old = value;
    return;
  }
  append(name, value);
}

}  // namespace keratin
