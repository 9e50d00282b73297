#include "keratin/callbacks/history.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"

namespace keratin::callbacks {

const std::vector<double>& History::operator[](const std::string& name) const {
  if (const auto entry = history.find(name); entry != history.end()) return entry->second;
  std::string known;
  for (const auto& [key, values] : history) known += fmt::format("{}\"{}\"", known.empty() ? "" : ", ", key);
  throw ValueError(fmt::format("There is no figure \"{}\" in this history. Known: {}.", name, known));
}

void History::on_epoch_end(int number, Logs& logs) {
  epoch.push_back(number);
  for (const auto& [name, value] : logs) history[name].push_back(value);
}

}  // namespace keratin::callbacks
