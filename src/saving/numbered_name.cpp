#include "saving/numbered_name.hpp"

#include <fmt/format.h>

#include <charconv>

namespace keratin::saving {

std::string numbered_name(const std::string& stem, std::size_t number) {
  return number == 0 ? stem : fmt::format("{}_{}", stem, number);
}

std::optional<std::size_t> number_in(const std::string& name, const std::string& stem) {
  if (name == stem) return 0;
  if (!name.starts_with(stem + "_")) return std::nullopt;
  std::size_t number = 0;
  std::from_chars(name.data() + stem.size() + 1, name.data() + name.size(), number);
  if (number == 0 || numbered_name(stem, number) != name) return std::nullopt;
  return number;
}

std::string without_number(const std::string& name) {
  const std::string stem = name.substr(0, name.rfind('_'));
  return number_in(name, stem) ? stem : name;
}

}  // namespace keratin::saving
