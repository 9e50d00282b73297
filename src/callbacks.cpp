#include "keratin/callbacks.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"

namespace keratin::callbacks {

const std::vector<double>& History::operator[](const std::string& name) const {
  if (const auto entry = history.find(name); entry != history.end()) return entry->second;
  std::string known;
  for (const auto& [key, values] : history) known += fmt::format("{}\"{}\"", known.empty() ? "" : ", ", key);
  throw ValueError(fmt::format("There is no figure \"{}\" in this history. Known: {}.", name, known));
}

}  // namespace keratin::callbacks
